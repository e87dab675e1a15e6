#include "kernel/journal/checkpoint_file.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace yilin::journal {
namespace {

constexpr std::size_t kSeqChars = 20, kHexChars = 64, kTimeChars = 29;
constexpr std::size_t kBodyChars = kSeqChars + 1 + kHexChars + 1 + kTimeChars + 1;
constexpr std::size_t kLineChars = kBodyChars + kHexChars;  // without the line end

Digest seal_of(const Key& key, const Digest& previous, std::string_view body) {
  return sealing::hmac_sm3(key, fmt::format("{}{}", view(previous), body));
}

struct Parsed {
  Checkpoint checkpoint;
  Digest seal;
};

std::optional<Parsed> parse(std::string_view line) {
  if (line.size() != kLineChars) return {};
  Parsed parsed;
  const auto [end, error] = std::from_chars(line.data(), line.data() + kSeqChars, parsed.checkpoint.seq);
  const auto mac = from_hex(line.substr(kSeqChars + 1, kHexChars));
  const auto seal = from_hex(line.substr(kBodyChars));
  if (error != std::errc{} || end != line.data() + kSeqChars || !mac || !seal) return {};
  parsed.checkpoint.mac = *mac;
  parsed.seal = *seal;
  return parsed;
}

[[noreturn]] void cannot(std::string_view what, const std::string& path) {
  throw sql::Failure(fmt::format("检查点文件 {} {}：{}。", path, what, std::strerror(errno)));
}

}  // namespace

const Checkpoint* CheckpointScan::find(std::int64_t seq) const {
  const auto found = std::lower_bound(lines.begin(), lines.end(), seq,
                                      [](const Line& line, std::int64_t wanted) { return line.checkpoint.seq < wanted; });
  return found != lines.end() && found->checkpoint.seq == seq && found->genuine ? &found->checkpoint : nullptr;
}

CheckpointScan scan_checkpoints(const std::string& path, const Key& key) {
  CheckpointScan scan;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (std::filesystem::exists(path)) cannot("无法读取", path);
    return scan;
  }
  scan.exists = true;
  // A line is judged by the seal that the line before carries, or, where that one was edited, should carry.
  Digest written{}, computed{};
  std::int64_t bytes = 0;
  std::string line;
  while (std::getline(file, line) && !file.eof()) {
    bytes += static_cast<std::int64_t>(line.size()) + 1;
    ++scan.lines_behind;
    const auto parsed = parse(line);
    const std::int64_t before = scan.lines.empty() ? -1 : scan.lines.back().checkpoint.seq;
    if (!parsed || parsed->checkpoint.seq <= before) {
      scan.lines.push_back({{std::max<std::int64_t>(before, 0), {}}, false});
      continue;
    }
    const std::string_view body = std::string_view(line).substr(0, kBodyChars);
    const Digest by_written = seal_of(key, written, body), by_computed = seal_of(key, computed, body);
    const bool genuine = parsed->seal == by_written || parsed->seal == by_computed;
    scan.lines.push_back({genuine ? parsed->checkpoint : Checkpoint{std::max<std::int64_t>(before, 0), {}}, genuine});
    written = parsed->seal;
    computed = genuine ? parsed->seal : by_computed;
    if (!genuine) continue;
    ++scan.genuine_lines;
    scan.lines_behind = 0;
    scan.last = parsed->checkpoint;
    scan.end_bytes = bytes;
    scan.last_seal = written;
  }
  return scan;
}

void Journal::copy_checkpoints(const std::string& from, const std::string& to, std::int64_t up_to) {
  std::ifstream in(from, std::ios::binary);
  if (!in) cannot("无法读取", from);
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  std::string line;
  while (std::getline(in, line) && !in.eof()) {
    // A line that does not parse is evidence and goes along.
    if (const auto parsed = parse(line); parsed && parsed->checkpoint.seq > up_to) break;
    out << line << '\n';
  }
  out.close();
  if (!out) cannot("无法写入", to);
}

CheckpointFile::CheckpointFile(const std::string& path, const Key& key, const CheckpointScan& scan)
    : key_(key), size_(scan.end_bytes), last_seal_(scan.last_seal) {
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0 || ::ftruncate(file_, size_) != 0) cannot("无法写入", path);
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool durable = directory >= 0 && ::fsync(directory) == 0 && ::fsync(file_) == 0;
  if (directory >= 0) ::close(directory);
  if (!durable) cannot("无法写入", path);
}

CheckpointFile::~CheckpointFile() {
  if (file_ >= 0) ::close(file_);
  sealing::wipe(key_);
}

bool CheckpointFile::append(const Checkpoint& checkpoint, Instant at) {
  std::string line = fmt::format("{:020} {} {} ", checkpoint.seq, to_hex(checkpoint.mac), to_string(at));
  const Digest seal = seal_of(key_, last_seal_, line);
  line += to_hex(seal);
  line += '\n';
  // The same place again after a failure: pages that a failed fsync dropped are written anew.
  if (::pwrite(file_, line.data(), line.size(), size_) != static_cast<ssize_t>(line.size())) return false;
  if (::fdatasync(file_) != 0) return false;
  size_ += static_cast<std::int64_t>(line.size());
  last_seal_ = seal;
  return true;
}

}  // namespace yilin::journal
