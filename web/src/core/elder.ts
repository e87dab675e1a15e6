import { computed, ref } from 'vue'
import { session } from './session'

/** On the elder face: the person for whom things are done: oneself, or one of those one may act for. */
const key = 'yilin-elder'
const chosen = ref(localStorage.getItem(key) ?? '')

export const elders = computed(() => session.value?.elders ?? [])
export const currentElder = computed(() => elders.value.find((elder) => elder.id === chosen.value) ?? elders.value[0] ?? null)

export function chooseElder(id: string): void {
  chosen.value = id
  localStorage.setItem(key, id)
}
