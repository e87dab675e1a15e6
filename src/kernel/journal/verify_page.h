#pragma once
// verify(), first half: pages of rows are read on the caller's thread and each row is judged by itself (does its MAC follow
// from the stored MAC before it, does its envelope fit) on a few threads. Internal to the room.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "kernel/journal/chain.h"

namespace yilin::journal {

struct StoredRow {
  enum class Envelope : std::uint8_t { fits, other, unopenable, missing };
  Row row;
  std::optional<Digest> mac;  // none: not 32 bytes
  bool has_digest = true;     // false: not 32 bytes
  bool has_envelope = false;
  sql::Blob sealed;           // given back once judged

  bool linked = false;        // its MAC follows from the row stored before it, whose seq is one less
  Envelope envelope = Envelope::fits;
};

struct Page {
  static constexpr std::int64_t kRowsMax = 512;
  std::int64_t before_seq = 0;             // of the row stored before the first
  std::optional<Digest> before_mac = kFirstMac;
  std::vector<StoredRow> rows;
  bool judged = false;                     // guarded by Judges::mutex_
};

// The rows with after < seq ≤ up_to, at most Page::kRowsMax.
std::vector<StoredRow> read_rows(sql::Connection& db, std::int64_t after, std::int64_t up_to);

class Judges {
 public:
  Judges(const ChainKeys& keys, const sealing::Sealer& sealer, std::size_t threads);
  ~Judges();
  void submit(Page* page);  // which lives until wait() has returned for it
  void wait(const Page& page);

 private:
  void work();
  const ChainKeys& keys_;
  const sealing::Sealer& sealer_;
  std::mutex mutex_;
  std::condition_variable submitted_, judged_;
  std::deque<Page*> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace yilin::journal
