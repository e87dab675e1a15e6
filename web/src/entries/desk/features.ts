import { inject, type InjectionKey } from 'vue'
import type { DeskFeature } from '@/core/features'

export const featuresKey: InjectionKey<DeskFeature[]> = Symbol('desk features')

export const useFeatures = (): DeskFeature[] => inject(featuresKey, [])
