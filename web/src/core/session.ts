import { computed, reactive, type Directive } from 'vue'
import { api, asProblem, ok, type Answer } from '@/api/client'
import { dropAllDrafts } from './drafts'

export type Session = Answer<'/api/session'>
export type SignInAnswer = Answer<'/api/session', 'post'>
/** Whose entrance is whose: staff and organisation work at the desk, workers in the care app, homes on the elder pages. */
export type SessionKind = 'staff' | 'organisation' | 'worker' | 'home' | 'system'

const state = reactive<{ known: boolean; current: Session | null }>({ known: false, current: null })

/** Who is using this browser. `null` means nobody; before `loadSession()` nothing is known. */
export const session = computed(() => state.current)

const rememberedKey = 'yilin-session'
let remembers = false

/** For the care app: who signed in last stays known while the server cannot be reached. */
export function rememberSession(): void {
  remembers = true
}

function remembered(): Session | null {
  try {
    return JSON.parse(localStorage.getItem(rememberedKey) ?? 'null') as Session | null
  } catch {
    return null
  }
}

/** Reads the session once; later calls answer from memory. */
export async function loadSession(again = false): Promise<Session | null> {
  if (state.known && !again) return state.current
  try {
    state.current = await ok(api.GET('/api/session'))
    if (remembers) localStorage.setItem(rememberedKey, JSON.stringify(state.current))
  } catch (cause) {
    const problem = asProblem(cause)
    if (problem.status === 401) forgetSession()
    else if (remembers && problem.undecided && remembered()) {
      // Not `known`: the next page asks the server again.
      state.current = remembered()
      return state.current
    } else throw cause
  }
  state.known = true
  return state.current
}

/** A sign-in goes step by step; `done` has already loaded the session. */
async function stepped(call: Promise<{ data?: SignInAnswer }>): Promise<SignInAnswer> {
  const answer = await ok(call)
  if (answer.step === 'done') await loadSession(true)
  return answer
}

export const signIn = (username: string, password: string): Promise<SignInAnswer> =>
  stepped(api.POST('/api/session', { body: { username, password } }))

/** The six digits, also those that prove a new authenticator. */
export const giveTotp = (ticket: string, code: string): Promise<SignInAnswer> =>
  stepped(api.POST('/api/session/totp', { body: { ticket, code } }))

export const giveNewPassword = (ticket: string, new_password: string): Promise<SignInAnswer> =>
  stepped(api.POST('/api/session/password', { body: { ticket, new_password } }))

/** Resolves to the seconds after which another message may be asked for. */
export async function sendCode(phone: string): Promise<number> {
  return (await ok(api.POST('/api/session/code', { body: { phone } }))).resend_after_s
}

export const signInByPhone = (phone: string, code: string): Promise<SignInAnswer> =>
  stepped(api.POST('/api/session/phone', { body: { phone, code } }))

export async function signOut(): Promise<void> {
  await ok(api.DELETE('/api/session'))
  forgetSession()
  dropAllDrafts()
}

export function forgetSession(): void {
  localStorage.removeItem(rememberedKey)
  state.current = null
  state.known = true
}

/** May this session do it? Several permissions mean any of them; none asked means yes. */
export function can(permission?: string | readonly string[]): boolean {
  if (permission === undefined) return true
  const held = state.current?.permissions ?? []
  return typeof permission === 'string' ? held.includes(permission) : permission.some((p) => held.includes(p))
}

/** `v-can="'order.assign'"` takes the element away from who may not. Comfort only: the server decides. */
export const vCan: Directive<HTMLElement, string | string[]> = {
  mounted: (element, { value }) => {
    if (!can(value)) element.remove()
  },
}
