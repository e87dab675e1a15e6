/** A reader of QR codes: the browser's own where it has one (Chrome on Android), elsewhere one that is loaded with the camera. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: 'qr_code'[] }): Detector
  getSupportedFormats(): Promise<string[]>
}

export const canScan = typeof navigator !== 'undefined' && Boolean(navigator.mediaDevices)

export async function makeDetector(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (own && (await own.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) return new own({ formats: ['qr_code'] })
  const { BarcodeDetector } = await import('qr/decode.js')
  return new BarcodeDetector({ formats: ['qr_code'] })
}

/** The number in what a code says: by itself, as `?tag=` of an address, or as the address's last part. */
export function tagOf(text: string): string {
  const trimmed = text.trim()
  if (!/^https?:\/\//i.test(trimmed)) return trimmed.slice(0, 64)
  try {
    const address = new URL(trimmed)
    return (address.searchParams.get('tag') ?? address.pathname.split('/').filter(Boolean).at(-1) ?? '').slice(0, 64)
  } catch {
    return ''
  }
}
