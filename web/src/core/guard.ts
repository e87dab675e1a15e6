import type { Router } from 'vue-router'
import { whenSignedOut } from '@/api/client'
import { can, forgetSession, loadSession, type SessionKind } from './session'

/** Only ways inside this site: a return address never leads elsewhere. */
export function safeReturn(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : '/'
}

/**
 * Keeps pages for those they are meant for. Routes: `/login` (open), `/forbidden`, `/other` (signed in, but of another kind).
 * Whoever is sent to the login comes back to where they were going.
 */
export function guard(router: Router, kinds: readonly SessionKind[], face: string): void {
  router.beforeEach(async (to) => {
    if (to.meta.open) return true
    const session = await loadSession()
    if (!session) return { path: '/login', query: to.fullPath === '/' ? {} : { return: to.fullPath } }
    if (!kinds.includes(session.kind as SessionKind)) return to.path === '/other' || { path: '/other' }
    if (to.matched.some((record) => !can(record.meta.permission))) return { path: '/forbidden', query: { page: to.meta.title } }
    return true
  })
  router.afterEach((to) => {
    document.title = to.meta.title ? `${to.meta.title} · ${face}` : face
  })
  whenSignedOut(() => {
    forgetSession()
    const here = router.currentRoute.value
    if (!here.meta.open) void router.push({ path: '/login', query: { return: here.fullPath } })
  })
}
