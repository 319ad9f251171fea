// One page becomes another: elements stay where they are, so that focus, selection, scroll and sound go on.
import { $$, formKey, isDirty, isTyped } from "./dom.js";
import { Idiomorph } from "./idiomorph.esm.js";

// What only the reader changes.
const OWN = { details: ["open"], dialog: ["open"], img: ["src", "hidden"], input: ["checked"], option: ["selected"] };

// A writer keeps the version that they began on: a change made meanwhile must still be reported to them.
const isWriting = form => [...form?.elements ?? []].some(field => isTyped(field) && isDirty(field));

/** Makes an element like another one; a refresh knows nothing of what was said once, in the answer to a post. */
export function morph(from, to, isRefresh) {
  // What is typed into a form is never another form's.
  for (const form of [...$$("form:not([id])", from), ...$$("form:not([id])", to)]) form.setAttribute("id", `post ${formKey(form)}`);
  const isKept = node => isRefresh && node.nodeType === 1 && node.hasAttribute("data-once");
  Idiomorph.morph(from, to, {
    callbacks: {
      beforeNodeMorphed(node, next) {
        if (node.nodeType !== 1) return true;
        if (node.isEqualNode(next) || node.hasAttribute("data-keep") || isKept(node)) return false;
        if (isRefresh && node.name === "version" && isWriting(node.form)) return false;
        // The page's own value is news; what is typed over it stays.
        if (node.matches("input") && isTyped(node) && isDirty(node)) node.defaultValue = next.defaultValue;
        return true;
      },
      beforeNodeRemoved: node => !isKept(node),
      beforeAttributeUpdated(name, node, change) {
        if (OWN[node.localName]?.includes(name)) return false;
        if (name === "value") return !(isTyped(node) && isDirty(node));
        return !(name === "class" && change === "remove" && node.localName === "li");
      },
    },
  });
}
