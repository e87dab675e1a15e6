import type { Component } from 'vue'
import type { Choice, Tag } from '../types'

/** One column of a list. Give `value`, or a slot `cell-<key>` for anything richer. */
export interface Column<Row> {
  key: string
  title: string
  value?: (row: Row) => string | number | null | undefined
  /** Drawn as icon and word. */
  tag?: (row: Row) => Tag | null
  align?: 'end'
  width?: string
  /** The server's name for `sort`, when it can sort by this. */
  sort?: string
  /** Hidden until chosen. */
  optional?: boolean
}

export type FilterKind = 'choice' | 'many' | 'text' | 'dates' | 'month' | 'region' | 'flag'

/**
 * One filter, drawn as a chip, kept in the URL under `key`. `many` joins its values with commas;
 * `dates` uses `<key>_from` and `<key>_to`; `flag` is `true` or absent.
 */
export interface Filter {
  key: string
  title: string
  kind: FilterKind
  options?: Choice[]
  /** Shown even when empty; the others hide behind "更多筛选". */
  pinned?: boolean
}

export interface BulkAction<Row> {
  key: string
  title: string
  icon?: Component
  danger?: boolean
  permission?: string
  /** A sentence when this row cannot take part. */
  unfit?: (row: Row) => string | null
  reasons?: Choice[]
  words?: 'required' | 'optional'
  /** Does it; `undo` of the answer is offered for ten seconds. */
  run: (rows: Row[], given: { reason_code: string; reason: string }) => Promise<{ text?: string; undo?: () => Promise<unknown> } | void>
}

/** What `load` gets: limit, cursor, sort, region, q and the filters, ready to be sent as the query. */
export type ListQuery = Record<string, string> & { limit: string }
