metadata description = 'Roles of our own, where every built-in one gives more than a room needs.'

var storage = 'Microsoft.Storage/storageAccounts'

var roles = {
  // Storage Table Data Contributor may delete the table itself.
  changeRows: {
    says: 'Reads and changes the rows of a table, not the table.'
    may: [
      '${storage}/tableServices/tables/entities/read'
      '${storage}/tableServices/tables/entities/write'
      '${storage}/tableServices/tables/entities/add/action'
      '${storage}/tableServices/tables/entities/update/action'
      '${storage}/tableServices/tables/entities/delete'
    ]
  }
  // For evidence. add/action alone creates a blob in one request (Put Blob); a stream of unknown length goes up in blocks, and Put Block
  // and Put Block List ask for write, which overwrites too, and sets metadata and tier. So intake could write a new version of a blob
  // whose name it knows: the one before stays, and intake can neither read, list nor delete either.
  // https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory
  writeBlobs: {
    says: 'Writes blobs and can neither read, list nor delete them.'
    may: [
      '${storage}/blobServices/containers/blobs/add/action'
      '${storage}/blobServices/containers/blobs/write'
    ]
  }
  // For events and keys. Each goes up in one request, so add/action would do; but what comes a second time after a crash would then
  // be refused as unauthorised (403), not as there already (409), and stay in the outbox for ever. Versions keep parts, the policy events.
  writeAndReadBlobs: {
    says: 'Writes and reads blobs and can\'t delete them.'
    may: [
      '${storage}/blobServices/containers/blobs/add/action'
      '${storage}/blobServices/containers/blobs/write'
      '${storage}/blobServices/containers/blobs/read'
    ]
  }
  // For parts: those of tips without content go after some time. Versions keep them for as long as their rule says, and no version can be deleted.
  writeReadAndDeleteBlobs: {
    says: 'Writes, reads and deletes blobs, not their versions.'
    may: [
      '${storage}/blobServices/containers/blobs/add/action'
      '${storage}/blobServices/containers/blobs/write'
      '${storage}/blobServices/containers/blobs/read'
      '${storage}/blobServices/containers/blobs/delete'
    ]
  }
}

resource definitions 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [
  for role in items(roles): {
    name: guid(resourceGroup().id, role.key)
    properties: {
      roleName: 'Hotline ${role.key} (${resourceGroup().name})'
      description: role.value.says
      type: 'CustomRole'
      assignableScopes: [resourceGroup().id]
      permissions: [{ actions: [], notActions: [], dataActions: role.value.may, notDataActions: [] }]
    }
  }
]
