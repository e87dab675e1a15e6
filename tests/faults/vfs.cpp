#include "faults/vfs.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <utility>

#include <sqlite3.h>

#include "base/assert.h"

namespace yilin::faults {
namespace {

// What all connections to one file share.
struct Shared {
  int readers = 0;           // SHARED or more
  const void* reserved = nullptr;   // RESERVED or more
  const void* pending = nullptr;    // PENDING or more
  std::vector<std::unique_ptr<std::uint8_t[]>> regions;
  struct ShmLock {
    int readers = 0;
    const void* owner = nullptr;
  };
  std::array<ShmLock, SQLITE_SHM_NLOCK> shm_locks;
  int mapped = 0;
};

struct World {
  Disk& disk;
  std::mutex mutex;
  std::map<std::string, Shared> shared;
};

struct Handle {
  sqlite3_file base;  // first: SQLite sees this
  World* world;
  std::string* name;
  int lock;
  bool mapped;
  bool delete_on_close;
  std::array<std::uint8_t, SQLITE_SHM_NLOCK> shm_held;  // 0, 1 shared, 2 exclusive

  Shared& shared() { return world->shared[*name]; }
};

Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

int x_close(sqlite3_file* file) {
  Handle& my = handle(file);
  if (my.delete_on_close) my.world->disk.remove(*my.name, true);
  delete my.name;
  return SQLITE_OK;
}

int x_read(sqlite3_file* file, void* out, int amount, sqlite3_int64 at) {
  const std::span<std::uint8_t> bytes(static_cast<std::uint8_t*>(out), static_cast<std::size_t>(amount));
  std::size_t got = 0;
  if (!handle(file).world->disk.read(*handle(file).name, at, bytes, got)) return SQLITE_IOERR_READ;
  if (got == bytes.size()) return SQLITE_OK;
  std::memset(bytes.data() + got, 0, bytes.size() - got);
  return SQLITE_IOERR_SHORT_READ;
}

int x_write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 at) {
  const std::span<const std::uint8_t> bytes(static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(amount));
  return handle(file).world->disk.write(*handle(file).name, at, bytes) ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int x_truncate(sqlite3_file* file, sqlite3_int64 size) {
  return handle(file).world->disk.truncate(*handle(file).name, size) ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int x_sync(sqlite3_file* file, int) {
  return handle(file).world->disk.sync(*handle(file).name) ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int x_file_size(sqlite3_file* file, sqlite3_int64* out) {
  std::int64_t size = 0;
  if (!handle(file).world->disk.size(*handle(file).name, size)) return SQLITE_IOERR_FSTAT;
  *out = size;
  return SQLITE_OK;
}

int x_lock(sqlite3_file* file, int wanted) {
  Handle& my = handle(file);
  std::lock_guard guard(my.world->mutex);
  Shared& all = my.shared();
  if (my.lock >= wanted) return SQLITE_OK;
  if (wanted == SQLITE_LOCK_SHARED) {
    if (all.pending != nullptr && all.pending != &my) return SQLITE_BUSY;
    ++all.readers;
    my.lock = wanted;
    return SQLITE_OK;
  }
  if (all.reserved != nullptr && all.reserved != &my) return SQLITE_BUSY;
  all.reserved = &my;
  my.lock = std::max(my.lock, SQLITE_LOCK_RESERVED);
  if (wanted == SQLITE_LOCK_RESERVED) return SQLITE_OK;
  all.pending = &my;
  my.lock = SQLITE_LOCK_PENDING;
  if (all.readers > 1) return SQLITE_BUSY;
  my.lock = SQLITE_LOCK_EXCLUSIVE;
  return SQLITE_OK;
}

int x_unlock(sqlite3_file* file, int wanted) {
  Handle& my = handle(file);
  std::lock_guard guard(my.world->mutex);
  Shared& all = my.shared();
  if (my.lock <= wanted) return SQLITE_OK;
  if (all.reserved == &my) all.reserved = nullptr;
  if (all.pending == &my) all.pending = nullptr;
  if (wanted == SQLITE_LOCK_NONE) --all.readers;
  my.lock = wanted;
  return SQLITE_OK;
}

int x_check_reserved(sqlite3_file* file, int* out) {
  Handle& my = handle(file);
  std::lock_guard guard(my.world->mutex);
  *out = my.shared().reserved != nullptr;
  return SQLITE_OK;
}

int x_file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int x_sector_size(sqlite3_file*) { return 4096; }
int x_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int x_shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
  Handle& my = handle(file);
  std::lock_guard guard(my.world->mutex);
  Shared& all = my.shared();
  if (!std::exchange(my.mapped, true)) ++all.mapped;
  while (extend != 0 && all.regions.size() <= static_cast<std::size_t>(region))
    all.regions.push_back(std::make_unique<std::uint8_t[]>(static_cast<std::size_t>(bytes)));
  *out = static_cast<std::size_t>(region) < all.regions.size() ? all.regions[static_cast<std::size_t>(region)].get() : nullptr;
  return SQLITE_OK;
}

int x_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  Handle& my = handle(file);
  std::lock_guard guard(my.world->mutex);
  Shared& all = my.shared();
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = offset; i < offset + count; ++i) {
    Shared::ShmLock& lock = all.shm_locks[static_cast<std::size_t>(i)];
    std::uint8_t& held = my.shm_held[static_cast<std::size_t>(i)];
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      if (held == 1) --lock.readers;
      if (held == 2) lock.owner = nullptr;
      held = 0;
      continue;
    }
    const bool free = exclusive ? lock.owner == nullptr && lock.readers == 0 : lock.owner == nullptr;
    if (held != 0) continue;
    if (!free) {
      for (int taken = offset; taken < i; ++taken) {
        all.shm_locks[static_cast<std::size_t>(taken)].owner = nullptr;  // more than one are only ever taken exclusively
        my.shm_held[static_cast<std::size_t>(taken)] = 0;
      }
      return SQLITE_BUSY;
    }
    if (exclusive) lock.owner = &my;
    else ++lock.readers;
    held = exclusive ? 2 : 1;
  }
  return SQLITE_OK;
}

void x_shm_barrier(sqlite3_file* file) { std::lock_guard guard(handle(file).world->mutex); }

int x_shm_unmap(sqlite3_file* file, int) {
  Handle& my = handle(file);
  std::lock_guard guard(my.world->mutex);
  Shared& all = my.shared();
  if (std::exchange(my.mapped, false) && --all.mapped == 0) all.regions.clear();
  return SQLITE_OK;
}

constexpr sqlite3_io_methods kMethods{2, x_close, x_read, x_write, x_truncate, x_sync, x_file_size, x_lock, x_unlock,
                                      x_check_reserved, x_file_control, x_sector_size, x_characteristics, x_shm_map,
                                      x_shm_lock, x_shm_barrier, x_shm_unmap, nullptr, nullptr};

World& world_of(sqlite3_vfs* vfs) { return *static_cast<World*>(vfs->pAppData); }

int x_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  World& world = world_of(vfs);
  static std::atomic<int> temporary = 0;
  const std::string path = name != nullptr ? name : "temporary-" + std::to_string(++temporary);
  file->pMethods = nullptr;
  if ((flags & SQLITE_OPEN_CREATE) == 0 && !world.disk.exists(path)) return SQLITE_CANTOPEN;
  if (!world.disk.create(path)) return SQLITE_IOERR;
  new (file) Handle{{&kMethods}, &world, new std::string(path), SQLITE_LOCK_NONE, false, (flags & SQLITE_OPEN_DELETEONCLOSE) != 0, {}};
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int x_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  World& world = world_of(vfs);
  if (!world.disk.exists(name)) return SQLITE_IOERR_DELETE_NOENT;
  return world.disk.remove(name, sync_folder != 0) ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

int x_access(sqlite3_vfs* vfs, const char* name, int, int* out) {
  *out = world_of(vfs).disk.exists(name);
  return SQLITE_OK;
}

int x_full_pathname(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

}  // namespace

struct PowerCutVfs::Impl {
  World world;
  sqlite3_vfs vfs{};
};

PowerCutVfs::PowerCutVfs(Disk& disk) : impl_(new Impl{{disk, {}, {}}, {}}) {
  const sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
  sqlite3_vfs& vfs = impl_->vfs;
  vfs = *system;  // time, randomness and sleep are the system's
  vfs.pNext = nullptr;
  vfs.szOsFile = sizeof(Handle);
  vfs.zName = kName;
  vfs.pAppData = &impl_->world;
  vfs.xOpen = x_open;
  vfs.xDelete = x_delete;
  vfs.xAccess = x_access;
  vfs.xFullPathname = x_full_pathname;
  YILIN_ASSERT(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

PowerCutVfs::~PowerCutVfs() { sqlite3_vfs_unregister(&impl_->vfs); }

}  // namespace yilin::faults
