/** The care app's own database: three small stores, and just enough of IndexedDB to use them with promises. */
const name = 'yilin-care'
const version = 1
export type StoreName = 'outbox' | 'photos' | 'cache'

let opened: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => {
      for (const store of ['outbox', 'photos', 'cache'] satisfies StoreName[]) request.result.createObjectStore(store, { keyPath: 'id' })
    }
    request.onsuccess = () => {
      // Another tab with a newer version must not be blocked by this one.
      request.result.onversionchange = () => {
        request.result.close()
        opened = null
      }
      resolve(request.result)
    }
    request.onerror = () => {
      opened = null
      reject(request.error)
    }
  })
  return opened
}

async function run<T>(store: StoreName, mode: IDBTransactionMode, act: (objects: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode)
    const request = act(transaction.objectStore(store))
    // Only a completed transaction is on the disk.
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? request.error)
  })
}

export interface Store<T extends { id: string }> {
  get(id: string): Promise<T | undefined>
  all(): Promise<T[]>
  put(value: T): Promise<unknown>
  remove(id: string): Promise<unknown>
  clear(): Promise<unknown>
}

export function idbStore<T extends { id: string }>(store: StoreName): Store<T> {
  return {
    get: (id) => run(store, 'readonly', (objects) => objects.get(id) as IDBRequest<T | undefined>),
    all: () => run(store, 'readonly', (objects) => objects.getAll() as IDBRequest<T[]>),
    put: (value) => run(store, 'readwrite', (objects) => objects.put(value)),
    remove: (id) => run(store, 'readwrite', (objects) => objects.delete(id)),
    clear: () => run(store, 'readwrite', (objects) => objects.clear()),
  }
}
