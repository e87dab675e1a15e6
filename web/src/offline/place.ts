/** Where the phone says it is (WGS-84), or in words why it does not. */
export type Position = { known: true; lng: number; lat: number; accuracy_m: number; at: string } | { known: false; why: string }

const wait_ms = 15_000
const whys: Record<number, string> = { 1: '没有允许使用位置', 2: '手机现在定不到位置', 3: '定位超时' }

export function whereAmI(): Promise<Position> {
  if (!navigator.geolocation) return Promise.resolve({ known: false, why: '这台手机不能定位' })
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        resolve({ known: true, lng: coords.longitude, lat: coords.latitude, accuracy_m: Math.round(coords.accuracy), at: new Date(timestamp).toISOString() }),
      (fault) => resolve({ known: false, why: whys[fault.code] ?? '定位失败' }),
      { enableHighAccuracy: true, timeout: wait_ms, maximumAge: 30_000 },
    ),
  )
}
