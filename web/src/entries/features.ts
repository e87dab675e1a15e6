import { inject, type InjectionKey } from 'vue'
import type { FaceFeature } from '@/core/features'

export const featuresKey: InjectionKey<FaceFeature[]> = Symbol('features of this face')

export const useFeatures = (): FaceFeature[] => inject(featuresKey, [])
