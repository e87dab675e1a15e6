/** The browser's own reader of QR codes, where it has one (Chrome on Android); elsewhere the number is typed. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
type DetectorClass = new (options: { formats: string[] }) => Detector

const detectorClass = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
export const canScan = Boolean(detectorClass && typeof navigator !== 'undefined' && navigator.mediaDevices)
export const makeDetector = (): Detector => new detectorClass!({ formats: ['qr_code'] })

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
