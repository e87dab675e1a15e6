import { ref, shallowRef } from 'vue'
import { whereAmI, type Position } from '@/offline/place'

/** Looks for the place as soon as the screen opens, so that it is known when the button is pressed. */
export function usePlace() {
  const place = shallowRef<Position | null>(null)
  const words = ref('正在定位…')
  let found: Promise<Position>
  function look(): Promise<Position> {
    place.value = null
    words.value = '正在定位…'
    found = whereAmI().then((answer) => {
      place.value = answer
      words.value = answer.known ? `已定位，误差约 ${answer.accuracy_m} 米。` : `没有定到位置：${answer.why}。`
      return answer
    })
    return found
  }
  void look()
  return { place, words, look, located: () => found }
}
