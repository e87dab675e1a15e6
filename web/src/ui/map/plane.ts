export interface Place {
  id: string
  name: string
  lng: number
  lat: number
}

export interface Frame {
  /** Degrees to the screen: x = (lng - west) * kx, y = (north - lat) * ky. */
  west: number
  north: number
  kx: number
  ky: number
}

const metres_per_degree = 111_320

/** Fits all places into width × height with a margin; a kilometre is as long east as north. */
export function frameOf(places: readonly Pick<Place, 'lng' | 'lat'>[], width: number, height: number, margin = 32): Frame {
  const lngs = places.map((p) => p.lng)
  const lats = places.map((p) => p.lat)
  const [west, east] = [Math.min(...lngs), Math.max(...lngs)]
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const spanX = Math.max((east - west) * shrink, 0.005)
  const spanY = Math.max(north - south, 0.005)
  const ky = Math.min((width - 2 * margin) / spanX, (height - 2 * margin) / spanY)
  const kx = ky * shrink
  const middle = { lng: (west + east) / 2, lat: (south + north) / 2 }
  return { kx, ky, west: middle.lng - width / 2 / kx, north: middle.lat + height / 2 / ky }
}

export function project(frame: Frame, place: { lng: number; lat: number }): { x: number; y: number } {
  return { x: (place.lng - frame.west) * frame.kx, y: (frame.north - place.lat) * frame.ky }
}

/** A round length for the scale bar, near `wanted` pixels. */
export function scaleBar(frame: Frame, wanted = 96): { pixels: number; words: string } {
  const metres = (wanted / frame.ky) * metres_per_degree
  const power = 10 ** Math.floor(Math.log10(metres))
  const round = [5, 2, 1].map((n) => n * power).find((n) => n <= metres) ?? power
  return { pixels: (round / metres_per_degree) * frame.ky, words: round >= 1000 ? `${round / 1000} 公里` : `${round} 米` }
}
