import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { createQueries } from '@/api/query'
import { gather, type FaceFeature } from '@/core/features'
import { loadSite } from '@/core/site'
import { applySize } from '@/elder-ui/size'
import '@/ui/tokens.css'
import '@/elder-ui/elder.css'
import App from './App.vue'
import { featuresKey } from '../features'

applySize()
document.documentElement.dataset.face = 'public'

const features = gather<FaceFeature>(import.meta.glob('../../features/*/public.ts', { eager: true }))

const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: () => import('./Home.vue'), meta: { title: '居家社区养老服务' } },
    ...features.flatMap((feature) => feature.routes),
    { path: '/:rest(.*)*', component: () => import('../NotFound.vue'), meta: { title: '没有这个页面' } },
  ],
})
router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} · 颐邻` : '颐邻'
})

void loadSite()
createApp(App)
  .use(router)
  .use(VueQueryPlugin, { queryClient: createQueries() })
  .provide(featuresKey, features)
  .mount('#app')
