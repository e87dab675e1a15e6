#include "modules/registry/spool.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::registry {
namespace {

constexpr std::size_t kReadRows = 64 * 1024;  // 1.5 MB a run

[[noreturn]] void refuse(const std::filesystem::path& path) {
  throw std::runtime_error(fmt::format("spool file {}: {}", path.string(), std::strerror(errno)));
}

class File {
 public:
  File(const std::filesystem::path& path, int flags) : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) refuse(path_);
  }
  ~File() { ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  void write(const void* data, std::size_t bytes) {
    for (const char* at = static_cast<const char*>(data); bytes > 0;) {
      const ssize_t n = ::write(fd_, at, bytes);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) refuse(path_);
      at += n;
      bytes -= static_cast<std::size_t>(n);
    }
  }
  std::size_t read(void* data, std::size_t bytes) {
    std::size_t got = 0;
    while (got < bytes) {
      const ssize_t n = ::read(fd_, static_cast<char*>(data) + got, bytes - got);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) refuse(path_);
      if (n == 0) break;
      got += static_cast<std::size_t>(n);
    }
    return got;
  }

 private:
  std::filesystem::path path_;
  int fd_;
};

}  // namespace

// One sorted run being read: from a file, or the last buffer itself.
class TokenSpool::Run {
 public:
  explicit Run(const std::filesystem::path& path) : file_(std::make_unique<File>(path, O_RDONLY)) { fill(); }
  explicit Run(std::vector<TokenRow> rows) : rows_(std::move(rows)) {}
  bool done() const { return at_ == rows_.size(); }
  const TokenRow& front() const { return rows_[at_]; }
  void pop() {
    if (++at_ == rows_.size() && file_) fill();
  }

 private:
  void fill() {
    rows_.resize(kReadRows);
    const std::size_t bytes = file_->read(rows_.data(), kReadRows * sizeof(TokenRow));
    YILIN_ASSERT(bytes % sizeof(TokenRow) == 0);
    rows_.resize(bytes / sizeof(TokenRow));
    at_ = 0;
  }
  std::unique_ptr<File> file_;
  std::vector<TokenRow> rows_;
  std::size_t at_ = 0;
};

TokenSpool::TokenSpool(std::filesystem::path folder, std::string name, std::size_t buffer_rows)
    : folder_(std::move(folder)), name_(std::move(name)), buffer_rows_(buffer_rows) {
  std::filesystem::create_directories(folder_);
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string file = entry.path().filename().string();
    if (file.starts_with(name_ + "-") && file.ends_with(".run")) std::filesystem::remove(entry.path());
  }
}

TokenSpool::~TokenSpool() {
  runs_.clear();
  remove_files();
}

void TokenSpool::remove_files() {
  std::error_code ignored;
  for (const auto& file : files_) std::filesystem::remove(file, ignored);
  files_.clear();
}

void TokenSpool::add(std::span<const TokenRow> rows) {
  YILIN_ASSERT(!merging_);
  rows_ += static_cast<std::int64_t>(rows.size());
  buffer_.insert(buffer_.end(), rows.begin(), rows.end());
  if (buffer_.size() >= buffer_rows_) write_run();
}

void TokenSpool::write_run() {
  std::sort(buffer_.begin(), buffer_.end());
  files_.push_back(folder_ / fmt::format("{}-{}.run", name_, files_.size()));
  File file(files_.back(), O_WRONLY | O_CREAT | O_TRUNC);
  file.write(buffer_.data(), buffer_.size() * sizeof(TokenRow));
  buffer_.clear();
}

void TokenSpool::begin_merge() {
  merging_ = true;
  std::sort(buffer_.begin(), buffer_.end());
  runs_.push_back(std::make_unique<Run>(std::move(buffer_)));
  buffer_ = {};
  for (const auto& file : files_) runs_.push_back(std::make_unique<Run>(file));
  std::erase_if(runs_, [](const auto& run) { return run->done(); });
}

bool TokenSpool::next(TokenRow& row) {
  const auto later = [](const std::unique_ptr<Run>& a, const std::unique_ptr<Run>& b) { return a->front() > b->front(); };
  if (!merging_) {
    begin_merge();
    std::make_heap(runs_.begin(), runs_.end(), later);
  }
  while (!runs_.empty()) {
    std::pop_heap(runs_.begin(), runs_.end(), later);
    row = runs_.back()->front();
    runs_.back()->pop();
    if (runs_.back()->done()) runs_.pop_back();
    else std::push_heap(runs_.begin(), runs_.end(), later);
    if (any_ && row == last_) continue;
    any_ = true;
    last_ = row;
    return true;
  }
  return false;
}

}  // namespace yilin::registry
