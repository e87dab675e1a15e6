import { ref } from 'vue'

const rate = 0.85

/** Is there a voice in this browser? WeChat's own often has none: then nothing offers to read aloud. */
export const canSpeak = typeof speechSynthesis !== 'undefined' && typeof SpeechSynthesisUtterance !== 'undefined'

/** What is being read, so that only its own button says "停". */
export const speaking = ref<string | null>(null)

export function speak(text: string): void {
  if (!canSpeak) return
  speechSynthesis.cancel()
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = 'zh-CN'
  utterance.rate = rate
  utterance.onend = utterance.onerror = () => {
    if (speaking.value === text) speaking.value = null
  }
  speaking.value = text
  speechSynthesis.speak(utterance)
}

export function hush(): void {
  if (canSpeak) speechSynthesis.cancel()
  speaking.value = null
}
