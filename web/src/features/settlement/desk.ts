import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    { path: '/settlement/statements', component: () => import('./StatementList.vue'), meta: { title: '月度结算', permission: 'receipt.read' } },
    { path: '/settlement/statements/:id(\\d+)', component: () => import('./StatementPage.vue'), props: true, meta: { title: '结算表', permission: 'receipt.read' } },
    {
      path: '/settlement/receipts',
      component: () => import('./ReceiptList.vue'),
      meta: { title: '结算单', permission: 'receipt.read' },
      children: [{ path: ':id(\\d+)', component: () => import('./ReceiptAside.vue'), props: true, meta: { title: '结算单' } }],
    },
  ],
  menu: [
    { job: 'funds', title: '月度结算', to: '/settlement/statements', permission: 'receipt.read', order: 1 },
    { job: 'funds', title: '结算单', to: '/settlement/receipts', permission: 'receipt.read', order: 2 },
  ],
  palette: [
    { title: '各资金来源月度结算', keywords: 'zijin laiyuan yuedu jiesuan', hint: '资金', to: '/settlement/statements?kind=fund', permission: 'receipt.read' },
  ],
})
