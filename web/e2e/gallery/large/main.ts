import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import { applySize } from '@/elder-ui/size'
import '@/ui/tokens.css'
import '@/elder-ui/elder.css'
import Large from './Large.vue'

/** Every large component on one page, and the outbox at work. */
applySize()
document.documentElement.dataset.face = 'elder'
const router = createRouter({ history: createWebHashHistory(), routes: [{ path: '/', component: Large, meta: { title: '样张' } }] })
createApp(Large).use(router).mount('#app')
