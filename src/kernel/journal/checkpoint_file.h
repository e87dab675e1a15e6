#pragma once
// The checkpoint file: one line of fixed width a checkpoint,
//   <seq, 20 digits> <mac of that act, hex> <time of that act> <seal, hex>\n
// seal = HMAC-SM3(key, seal of the line before (zeros for the first) ‖ the line so far). What stands behind the last line end
// was torn by a crash. Internal to the room.

#include <string>
#include <vector>

#include "kernel/journal/chain.h"

namespace yilin::journal {

struct Checkpoint {
  std::int64_t seq = 0;
  Digest mac{};
};

struct CheckpointScan {
  struct Line {
    Checkpoint checkpoint;
    bool genuine = false;
  };
  bool exists = false;
  std::vector<Line> lines;          // 48 bytes each: a hundred million acts are 5 MB
  std::size_t genuine_lines = 0;
  std::size_t lines_behind = 0;     // behind the last genuine one
  Checkpoint last;                  // the last genuine one, where it ends, and its seal
  std::int64_t end_bytes = 0;
  Digest last_seal{};

  // The genuine line of that act, or null.
  const Checkpoint* find(std::int64_t seq) const;
};

// Throws Failure when the file cannot be read.
CheckpointScan scan_checkpoints(const std::string& path, const Key& key);

class CheckpointFile {
 public:
  // Goes on behind the last genuine line that `scan` found; creates the file when it does not exist. Throws Failure.
  CheckpointFile(const std::string& path, const Key& key, const CheckpointScan& scan);
  ~CheckpointFile();
  CheckpointFile(const CheckpointFile&) = delete;
  CheckpointFile& operator=(const CheckpointFile&) = delete;

  // Returns when durable. False: not written; the next call writes at the same place again.
  bool append(const Checkpoint& checkpoint, Instant at);

 private:
  Key key_;
  int file_ = -1;
  std::int64_t size_;
  Digest last_seal_;
};

}  // namespace yilin::journal
