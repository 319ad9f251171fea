// The microphone, as a phone line carries it: 8,000 samples a second, 16 bit, mono, in a WAV.
const rate = 8000, quiet = .006;
// A gain that follows the sound would raise a room's noise until silence is none.
const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };

function wavOf(samples) {
  const wav = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, letters) => [...letters].forEach((letter, n) => wav.setUint8(at + n, letter.charCodeAt(0)));
  text(0, "RIFF");
  wav.setUint32(4, wav.byteLength - 8, true);
  text(8, "WAVEfmt ");
  wav.setUint32(16, 16, true);
  wav.setUint16(20, 1, true);
  wav.setUint16(22, 1, true);
  wav.setUint32(24, rate, true);
  wav.setUint32(28, rate * 2, true);
  wav.setUint16(32, 2, true);
  wav.setUint16(34, 16, true);
  text(36, "data");
  wav.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, n) => wav.setInt16(44 + n * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  return new Blob([wav], { type: "audio/wav" });
}

export class Microphone {
  #stream; #recorder; #sounds; #watch; #chunks = [];

  /** Opens it. `ended` is called after so many seconds of silence, or at the longest that is recorded. */
  static async open(meter, { silence, longest, ended }) {
    const microphone = new Microphone();
    const stream = microphone.#stream = await navigator.mediaDevices.getUserMedia({ audio });
    const sounds = microphone.#sounds = new AudioContext();
    const recorder = microphone.#recorder = new MediaRecorder(stream);
    recorder.ondataavailable = e => microphone.#chunks.push(e.data);
    recorder.start();
    const hearing = new AnalyserNode(sounds), wave = new Float32Array(hearing.fftSize);
    sounds.createMediaStreamSource(stream).connect(hearing);
    // By the sound's own clock: on a busy machine less is heard and recorded than time goes by.
    const began = sounds.currentTime;
    let heard = began;
    microphone.#watch = setInterval(() => {
      hearing.getFloatTimeDomainData(wave);
      const level = Math.sqrt(wave.reduce((sum, at) => sum + at * at, 0) / wave.length), now = sounds.currentTime;
      meter.value = Math.min(1, level * 4);
      if (level > quiet) heard = now;
      if (now - heard < silence && now - began < longest) return;
      clearInterval(microphone.#watch);
      ended();
    }, 100);
    return microphone;
  }

  /** Closes it; returns what was recorded, null where that is nothing. */
  async stop(longest) {
    const stopped = new Promise(done => { this.#recorder.onstop = done; });
    this.#recorder.stop();
    this.#close();
    await stopped;
    const recorded = await new Blob(this.#chunks).arrayBuffer();
    if (recorded.byteLength === 0) return null;
    const sound = await this.#sounds.decodeAudioData(recorded);
    this.#sounds.close();
    const seconds = Math.min(sound.duration, longest);
    const phone = new OfflineAudioContext(1, Math.max(1, Math.floor(seconds * rate)), rate);
    const source = new AudioBufferSourceNode(phone, { buffer: sound });
    source.connect(phone.destination);
    source.start();
    return wavOf((await phone.startRendering()).getChannelData(0));
  }

  /** Closes it, and forgets what was heard. */
  drop() {
    this.#close();
    this.#sounds.close();
  }

  #close() {
    clearInterval(this.#watch);
    for (const track of this.#stream.getTracks()) track.stop();
  }
}
