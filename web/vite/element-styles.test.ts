// @vitest-environment node
import { expect, it } from 'vitest'
import { elementStyles, kebab } from './element-styles'

const transform = elementStyles().transform as unknown as (code: string, id: string) => { code: string } | undefined

it('names the folder of a component', () => {
  expect(['ElButton', 'ElDatePicker', 'ElTableV2'].map(kebab)).toEqual(['button', 'date-picker', 'table-v2'])
})

it('brings the style of what is imported and nothing else', () => {
  const code = transform("import { ElButton, ElDatePicker as Day, useLocale } from 'element-plus'", '/src/a.vue')?.code
  expect(code).toContain("import 'element-plus/es/components/button/style/css';")
  expect(code).toContain("import 'element-plus/es/components/date-picker/style/css';")
  expect(code?.match(/style\/css/g)).toHaveLength(2)
  expect(transform("import { ElButton } from 'element-plus'", '/node_modules/x.js')).toBeUndefined()
})
