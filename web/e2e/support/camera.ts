import { writeFileSync } from 'node:fs'
import encodeQR from 'qr'

const [width, height] = [640, 480]
const module_px = 9

/**
 * A film for the camera that Chromium pretends to have: a door tag with its code, held a little askew on a grey door, uneven in
 * its light. One frame of Y4M; Chromium plays it over and over.
 */
export function filmTag(path: string, text: string): void {
  const code = encodeQR(text, 'raw', { border: 3 })
  const side = code.length * module_px
  const [cos, sin] = [Math.cos(0.12), Math.sin(0.12)]
  const luma = Buffer.alloc(width * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x - width / 2, y - height / 2]
      const tilt = 1 / (1 + dx * 0.0002)
      const column = Math.floor(((cos * dx + sin * dy) * tilt + side / 2) / module_px)
      const row = Math.floor(((cos * dy - sin * dx) * tilt + side / 2) / module_px)
      const light = 0.75 + (0.25 * x) / width
      const paint = code[row]?.[column] === undefined ? 150 : code[row][column] ? 40 : 225
      luma[y * width + x] = Math.round(paint * light)
    }
  }
  const chroma = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma])
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]))
}
