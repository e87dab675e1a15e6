// The least server that the foundation's own tests need: static files as the real one serves them, and a handful of routes.
// Never shipped. Feature tests run against the real server (YILIN_URL).
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { orders, regions } from './data.mjs'

const [root, port] = [process.argv[2], Number(process.argv[3])]
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json',
}

const city = { code: '410900000000', name: '濮阳市' }
const nobody = { username: '', roles: [], permissions: [], scopes: [], organisation_id: null, worker_id: null, elders: [], demo: true, city }
const people = {
  clerk: {
    ...nobody, kind: 'staff', user_id: '1', name: '刘敏', roles: ['official'],
    permissions: ['elder.read', 'elder.reveal', 'order.read', 'order.assign', 'figure.read'],
    scopes: [{ code: '410900000000', name: '河南省濮阳市' }],
  },
  newcomer: { ...nobody, kind: 'staff', user_id: '2', name: '赵新', roles: ['community_worker'] },
  carer: { ...nobody, kind: 'worker', user_id: '3', name: '李建国', roles: ['carer'], worker_id: '31' },
  elder: {
    ...nobody, kind: 'home', user_id: '4', name: '王秀英', roles: ['elder'],
    elders: [{ id: '7', name: '王秀英' }, { id: '8', name: '李桂兰' }],
  },
}
const sessions = new Map()
const seenKeys = new Map()
const live = new Set()
const received = []
let failures = 0

const send = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
const problem = (response, status, code, title, extra = {}) => send(response, status, { type: `/problems/${code}`, title, status, code, ...extra })
const cookieOf = (request) => /yilin_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1]

function enter(response, who) {
  const token = Math.random().toString(36).slice(2)
  sessions.set(token, who)
  send(response, 200, { step: 'done', ticket: '', totp_secret: '', otpauth_uri: '', session: people[who] }, { 'set-cookie': `yilin_session=${token}; Path=/; HttpOnly; SameSite=Strict` })
}

const routes = {
  'GET /api/site': (_q, response) => send(response, 200, { city: '濮阳市', region: '410900000000', hotline: '12349', demo: true }),
  'GET /api/session': (q, response) => (q.who ? send(response, 200, people[q.who]) : problem(response, 401, 'no_session', '请先登录。')),
  'POST /api/session': (q, response) => {
    const who = q.body.username
    if (q.body.password !== 'right' || !people[who]) return problem(response, 401, 'accounts.wrong_credentials', '用户名或密码不正确。')
    if (who === 'clerk') return send(response, 200, { step: 'totp', ticket: who, totp_secret: '', otpauth_uri: '', session: null })
    if (who === 'newcomer') return send(response, 200, { step: 'new_password', ticket: who, totp_secret: '', otpauth_uri: '', session: null })
    enter(response, who)
  },
  'POST /api/session/password': (q, response) =>
    send(response, 200, {
      step: 'enrol', ticket: q.body.ticket, totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', session: null,
      otpauth_uri: 'otpauth://totp/Yilin:newcomer?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Yilin',
    }),
  'POST /api/session/totp': (q, response) =>
    q.body.code === '123456' ? enter(response, q.body.ticket) : problem(response, 401, 'accounts.wrong_totp', '动态口令不正确或已经用过。'),
  'DELETE /api/session': (q, response) => {
    sessions.delete(q.token)
    send(response, 204)
  },
  'POST /api/session/code': (_q, response) => send(response, 200, { resend_after_s: 60, valid_s: 300 }),
  'POST /api/session/phone': (q, response) =>
    q.body.code === '123456' ? enter(response, 'elder') : problem(response, 401, 'accounts.wrong_code', '验证码不正确或已过期。'),
  'GET /api/regions/children': (q, response) => send(response, 200, { items: regions(q.url.searchParams.get('parent')) }),
  'GET /api/orders': (q, response) => send(response, 200, orders(q.url.searchParams)),
  'POST /api/orders': (q, response) => {
    if (!q.body.phone) {
      return problem(response, 422, 'invalid', '有几处需要修改。', {
        errors: [{ field: 'phone', label: '联系电话', message: '请填写 11 位手机号或带区号的座机号。' }],
      })
    }
    send(response, 201, { id: '9001' })
  },
  'POST /api/elders/7/reveal': (q, response) => send(response, 200, { value: q.body.field === 'phone' ? '13839312345' : '410902194403150034' }),
  'POST /api/care/visits/1/check-in': (q, response) => send(response, 200, { sha256: q.body.sha256 }),
  'POST /api/care/visits/2/check-in': (_q, response) => problem(response, 409, 'visit_moved', '这次上门已改派给别人。'),
  'POST /test/fail': (q, response) => {
    failures = q.body.times
    send(response, 204)
  },
  'POST /test/change': (q, response) => {
    live.forEach((stream) => stream.write(`event: changed\ndata: ${JSON.stringify(q.body)}\n\n`))
    send(response, 204)
  },
  'GET /test/received': (_q, response) => send(response, 200, received),
}

/** JSON as it is; an upload by its type, size and digest, as the real server answers it. */
function bodyOf(request, bytes) {
  const type = request.headers['content-type'] ?? ''
  if (type === 'application/octet-stream') return { type, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  return JSON.parse(bytes.toString('utf8') || 'null')
}

function api(request, response, url, bytes) {
  const token = cookieOf(request)
  const who = sessions.get(token)
  const open = url.pathname.startsWith('/api/session') || url.pathname === '/api/site' || url.pathname.startsWith('/test/')
  if (url.pathname === '/api/live') {
    if (!who) return problem(response, 401, 'no_session', '请先登录。')
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    response.write(': hello\n\n')
    live.add(response)
    return response.on('close', () => live.delete(response))
  }
  if (!open && !who) return problem(response, 401, 'no_session', '登录已过期，请重新登录。')
  const key = request.headers['idempotency-key']
  if (!open && request.method !== 'GET') {
    received.push({ path: url.pathname, key, body: bodyOf(request, bytes) })
    if (failures > 0) {
      failures--
      return problem(response, 503, 'busy', '系统繁忙，请稍后再试。')
    }
    if (!key) return problem(response, 400, 'idempotency_key_missing', '缺少幂等键。')
    seenKeys.set(key, (seenKeys.get(key) ?? 0) + 1)
  }
  const route = routes[`${request.method} ${url.pathname}`]
  if (!route) return problem(response, 404, 'not_found', '没有找到，或不在您的管辖范围内。')
  route({ url, token, who, body: bodyOf(request, bytes) ?? {} }, response)
}

function file(response, url) {
  const plain = join(root, normalize(url.pathname))
  const face = /^\/(desk|care|elder)\//.exec(url.pathname)?.[1]
  const isFile = existsSync(plain) && statSync(plain).isFile()
  const path = isFile ? plain : url.pathname.includes('gallery') ? join(plain, 'index.html') : join(root, face ? `${face}/index.html` : 'index.html')
  if (!existsSync(path)) return problem(response, 404, 'not_found', '没有这个文件。')
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:",
  })
  createReadStream(path).pipe(response)
}

createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    if (/^\/(api|test)\//.test(url.pathname)) api(request, response, url, Buffer.concat(chunks))
    else file(response, url)
  })
}).listen(port, '127.0.0.1')
