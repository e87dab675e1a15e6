import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import { createQueries } from '@/api/query'
import { vCan } from '@/core/session'
import { guard } from '@/core/guard'
import { featuresKey } from '@/entries/desk/features'
import App from '@/entries/desk/App.vue'
import '@/ui/tokens.css'
import '@/ui/desk.css'
import { sample } from './feature'

/** The desk with one invented feature, so that every component meets a browser before a real page exists. */
const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: () => import('@/entries/desk/Today.vue'), meta: { title: '今日' } },
    { path: '/login', component: () => import('@/entries/desk/Login.vue'), meta: { title: '登录', open: true, bare: true } },
    { path: '/forbidden', component: () => import('@/entries/desk/Forbidden.vue'), meta: { title: '没有权限' } },
    ...sample.routes,
  ],
})
guard(router, ['staff', 'organisation'], '样张')

createApp(App)
  .use(router)
  .use(VueQueryPlugin, { queryClient: createQueries() })
  .provide(featuresKey, [sample])
  .directive('can', vCan)
  .mount('#app')
