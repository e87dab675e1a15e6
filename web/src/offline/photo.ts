import { newKey } from '@/api/client'

/** A photo as it waits on the phone: small enough to send from a village. */
export interface Photo {
  id: string
  blob: Blob
  sha256: string
  taken_at: string
}

const side_px_max = 1600
const quality = 0.82

export function fit(width: number, height: number, max = side_px_max): { width: number; height: number } {
  const ratio = Math.min(1, max / Math.max(width, height))
  return { width: Math.round(width * ratio), height: Math.round(height * ratio) }
}

export async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Redraws the picture as a JPEG of at most 1600 px; the camera's place and device data fall away. */
export async function compressPhoto(file: Blob): Promise<Photo> {
  const picture = await createImageBitmap(file)
  const { width, height } = fit(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.drawImage(picture, 0, 0, width, height)
  picture.close()
  const blob = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('the canvas gave no picture'))), 'image/jpeg', quality),
  )
  return { id: newKey(), blob, sha256: await sha256(blob), taken_at: new Date().toISOString() }
}
