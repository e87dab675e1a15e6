import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { createQueries } from '@/api/query'
import { gather, type DeskFeature } from '@/core/features'
import { guard } from '@/core/guard'
import { loadSite } from '@/core/site'
import { vCan } from '@/core/session'
import '@/ui/tokens.css'
import '@/ui/desk.css'
import App from './App.vue'
import { featuresKey } from './features'

const features = gather<DeskFeature>(import.meta.glob('../../features/*/desk.ts', { eager: true }))

const router = createRouter({
  history: createWebHistory('/desk/'),
  routes: [
    { path: '/', component: () => import('./Today.vue'), meta: { title: '今日' } },
    { path: '/login', component: () => import('./Login.vue'), meta: { title: '登录', open: true, bare: true } },
    { path: '/other', component: () => import('@/ui/OtherKind.vue'), meta: { title: '换一个入口', bare: true } },
    { path: '/forbidden', component: () => import('./Forbidden.vue'), meta: { title: '没有权限' } },
    ...features.flatMap((feature) => feature.routes),
    { path: '/:rest(.*)*', component: () => import('./NotFound.vue'), meta: { title: '没有这个页面' } },
  ],
})
guard(router, ['staff', 'organisation'], '颐邻工作台')

const queries = createQueries()
void loadSite()
createApp(App)
  .use(router)
  .use(VueQueryPlugin, { queryClient: queries })
  .provide(featuresKey, features)
  .directive('can', vCan)
  .mount('#app')
