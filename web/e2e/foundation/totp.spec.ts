import { expect, test } from '@playwright/test'
import { totp } from '../support/account'

test('one-time codes are those of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  expect([59, 1_111_111_109, 1_234_567_890].map((at) => totp(secret, at))).toEqual(['287082', '081804', '005924'])
})
