import { createHash, createHmac } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

/** Accounts of the real server under test: YILIN_ACCOUNTS names a JSON file, made by whoever started it. */
interface Account {
  username: string
  password: string
  totp_secret?: string
}

export function account(username: string): Account {
  const file = process.env.YILIN_ACCOUNTS
  if (!file) throw new Error('YILIN_ACCOUNTS names no file with accounts')
  const found = (JSON.parse(readFileSync(file, 'utf8')) as Account[]).find((a) => a.username === username)
  if (!found) throw new Error(`no account ${username} in ${file}`)
  return found
}

/** RFC 6238 with SHA-1, 30 s, six digits. */
export function totp(secret: string, unix_s: number): string {
  const bits = [...secret.replace(/[\s=]/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(unix_s / 30)))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/**
 * Signs in once per account and server; every later spec uses the same session, because a one-time code works once.
 * Two workers may try together: who comes second finds the first one's session.
 */
export async function signInAs(page: Page, username: string): Promise<void> {
  const folder = join(tmpdir(), 'yilin-e2e', createHash('sha256').update(process.env.YILIN_URL ?? '').digest('hex').slice(0, 12))
  const kept = join(folder, `${username}.json`)
  mkdirSync(folder, { recursive: true })

  const restore = async () => {
    try {
      await page.context().addCookies(JSON.parse(readFileSync(kept, 'utf8')))
    } catch {
      return false
    }
    return (await page.request.get('/api/session')).ok()
  }
  const enter = async () => {
    const { password, totp_secret } = account(username)
    let answer = await (await page.request.post('/api/session', { data: { username, password } })).json()
    if (answer.step === 'totp' && totp_secret) {
      const code = totp(totp_secret, Date.now() / 1000)
      answer = await (await page.request.post('/api/session/totp', { data: { ticket: answer.ticket, code } })).json()
    }
    if (answer.step !== 'done') return false
    writeFileSync(kept, JSON.stringify(await page.context().cookies()))
    return true
  }
  await expect
    .poll(async () => (await restore()) || (await enter()), { message: `sign in as ${username}`, timeout: 45_000, intervals: [200, 5_000, 10_000] })
    .toBe(true)
}
