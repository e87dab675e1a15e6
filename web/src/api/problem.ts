/** One field's fault, as the server words it (RFC 9457 extension `errors`). */
export interface FieldError {
  field: string
  label: string
  message: string
}

/** Any answer that is not a success, and "no answer" (status 0). Sentences are the server's, in Chinese. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldError[] = [],
  ) {
    super(detail || title)
    this.name = 'ProblemError'
  }

  /** True when the server may or may not have done it: the same key must be sent again. */
  get undecided(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }

  /** The first sentence for `field`, or for something inside it (`address.place`). */
  of(field: string): string | undefined {
    return this.errors.find((e) => e.field === field || e.field.startsWith(`${field}.`))?.message
  }
}

const titles: Record<number, string> = {
  0: '网络不通，请检查网络后重试。',
  400: '请求内容有误。',
  401: '登录已过期，请重新登录。',
  403: '您没有这项权限。',
  404: '没有找到，或不在您的管辖范围内。',
  409: '情况已变化，请刷新后再试。',
  413: '内容太大。',
  422: '有几处需要修改。',
  429: '操作太频繁，请稍后再试。',
  503: '系统繁忙，请稍后再试。',
}

export async function problemOf(response: Response): Promise<ProblemError> {
  const body = (await response
    .clone()
    .json()
    .catch(() => ({}))) as Partial<Record<'code' | 'title' | 'detail', string>> & { errors?: FieldError[] }
  const title = body.title || titles[response.status] || '出了点问题，请稍后再试。'
  return new ProblemError(
    response.status,
    body.code ?? `http_${response.status}`,
    title,
    body.detail ?? '',
    Array.isArray(body.errors) ? body.errors : [],
  )
}

/** Whatever was thrown, as a problem that can be shown to a person. */
export function asProblem(cause: unknown): ProblemError {
  if (cause instanceof ProblemError) return cause
  // fetch() reports an unreachable server as a TypeError, an aborted request as AbortError.
  if (cause instanceof TypeError || (cause instanceof DOMException && cause.name !== 'DataCloneError')) {
    return new ProblemError(0, 'network', titles[0], '')
  }
  return new ProblemError(-1, 'client', '页面出了点问题，请刷新后重试。', String(cause))
}
