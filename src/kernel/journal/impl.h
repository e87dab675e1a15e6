#pragma once
// What a Journal holds. Internal to the room.

#include <atomic>
#include <memory>

#include "kernel/journal/chain.h"
#include "kernel/journal/checkpoint_file.h"

namespace yilin::journal {

struct Head {
  Checkpoint at;
  std::int64_t at_ms = 0;
  std::int64_t checkpoint = 0;  // that it names
};

struct Journal::Impl {
  ChainKeys keys;
  sealing::Sealer sealer;
  std::unique_ptr<CheckpointFile> file;
  // What is durable, what the group has done so far, what the running job has done so far.
  Head durable, group, running;
  std::int64_t checkpoint_ms = 0;
  std::atomic<std::int64_t> checkpoint{0};

  explicit Impl(const sealing::KeyProvider& provider) : keys(provider), sealer(provider, kSealPurpose) {}
  void write();
};

}  // namespace yilin::journal
