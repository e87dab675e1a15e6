#pragma once
// Search tokens of a bulk run on their way into the index: gathered, sorted in memory, written as sorted runs to files,
// and at the end merged into one rising sequence, so that the index is written once from left to right. Memory: one
// buffer of kBufferRows while gathering, one read buffer a run while merging. Not thread-safe.

#include <compare>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace yilin::registry {

struct TokenRow {
  std::int64_t token = 0, region = 0, elder = 0;
  friend auto operator<=>(const TokenRow&, const TokenRow&) = default;
};

class TokenSpool {
 public:
  static constexpr std::size_t kBufferRows = 3'000'000;  // 72 MB

  // Files <folder>/<name>-<n>.run, removed with the object; what an earlier process left under the name is removed first.
  // Throws std::runtime_error (with the system's words, for the log) when the disk refuses.
  TokenSpool(std::filesystem::path folder, std::string name, std::size_t buffer_rows = kBufferRows);
  ~TokenSpool();
  TokenSpool(const TokenSpool&) = delete;
  TokenSpool& operator=(const TokenSpool&) = delete;

  void add(std::span<const TokenRow> rows);
  std::int64_t rows() const { return rows_; }

  // All rows, rising, each once; no add() after it. False at the end.
  bool next(TokenRow& row);

 private:
  class Run;
  void write_run();
  void begin_merge();
  void remove_files();

  std::filesystem::path folder_;
  std::string name_;
  std::size_t buffer_rows_;
  std::vector<TokenRow> buffer_;
  std::vector<std::filesystem::path> files_;
  std::vector<std::unique_ptr<Run>> runs_;  // a heap while merging: the least row on top
  std::int64_t rows_ = 0;
  bool merging_ = false, any_ = false;
  TokenRow last_;
};

}  // namespace yilin::registry
