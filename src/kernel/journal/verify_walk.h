#pragma once
// verify(), second half: walks the judged rows in order, tells an edited row from a consequence of one before it, and holds
// the rows against the checkpoints. Internal to the room.

#include <map>

#include "kernel/journal/checkpoint_file.h"
#include "kernel/journal/verify_page.h"

namespace yilin::journal {

class Walk {
 public:
  Walk(const ChainKeys& keys, const std::string& checkpoint_path, const CheckpointScan& scan, sql::Connection& db)
      : keys_(keys), path_(checkpoint_path), scan_(scan), db_(db) {}

  void checkpoint_file();         // first
  void row(const StoredRow& row);  // then each row, seq rising from 1
  Verdict finish();               // last

 private:
  using Finding = Verdict::Finding;
  struct Suspect {  // a row that does not follow from its predecessor, or whose predecessor is gone
    StoredRow stored;
    std::int64_t belongs_to = 0;  // the seq at which its MAC is right, if found
  };
  static constexpr std::size_t kSuspectsMax = 32;

  void report(Finding finding, std::int64_t seq, std::int64_t last, std::string sentence);
  void gap(const StoredRow& stored);
  bool judge_link(const StoredRow& stored);  // false: broken
  void judge_envelope(const StoredRow& stored, bool broken);
  void judge_named_checkpoint(const StoredRow& stored);
  void compare_checkpoint(const StoredRow& stored, bool broken);
  bool erased(const StoredRow& stored);
  void keep_suspect(const StoredRow& stored);
  void find_moved();
  bool fits_at(const StoredRow& stored, std::int64_t seq) const;
  void settle_moved();
  void moved(const Suspect& suspect);

  const ChainKeys& keys_;
  const std::string& path_;
  const CheckpointScan& scan_;
  sql::Connection& db_;
  Verdict verdict_;

  std::int64_t last_seq_ = 0;
  std::optional<Digest> stored_ = kFirstMac, computed_ = kFirstMac;  // of the row before
  bool broken_before_ = false;
  std::size_t run_ = 0;                    // index of the open problem while broken_before_
  std::int64_t named_ = -1;                // the last checkpoint named by a row
  std::size_t line_ = 0;                   // the next line to compare
  std::int64_t proved_up_to_ = 0;          // the last checkpoint that agreed
  std::vector<Suspect> suspects_;
  std::map<std::int64_t, Digest> before_hole_;  // broken or missing seq → stored MAC before it
};

}  // namespace yilin::journal
