import type { Parcel } from './outbox.ts';

/** Where parcels wait: in the browser's own database, which keeps files over a restart; else in this page alone. */
export type Shelf = {
  /** False: closing the page loses them. */
  lasting: boolean;
  list: () => Promise<Parcel[]>;
  put: (parcel: Parcel) => Promise<void>;
  drop: (id: string) => Promise<void>;
};

export function memoryShelf(): Shelf {
  const parcels = new Map<string, Parcel>();
  return {
    lasting: false,
    list: async () => [...parcels.values()],
    put: async (parcel) => void parcels.set(parcel.id, parcel),
    drop: async (id) => void parcels.delete(id),
  };
}

const database = 'redress';
const store = 'outbox';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('the database refused'));
  });

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' });
  return settled(request);
}

/** A browser that keeps nothing (private windows, no room) still sends what waits in this page. */
export async function openShelf(): Promise<Shelf> {
  try {
    const db = await openDatabase();
    const on = (mode: IDBTransactionMode): IDBObjectStore => db.transaction(store, mode).objectStore(store);
    await settled(on('readonly').count());
    return {
      lasting: true,
      list: () => settled(on('readonly').getAll() as IDBRequest<Parcel[]>),
      put: async (parcel) => void (await settled(on('readwrite').put(parcel))),
      drop: async (id) => void (await settled(on('readwrite').delete(id))),
    };
  } catch {
    return memoryShelf();
  }
}
