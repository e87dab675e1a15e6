#include "kernel/backup/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <fmt/format.h>
#include <gcrypt.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "kernel/sql/url.h"

namespace yilin::backup {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool open() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

class Sm3Stream {
 public:
  Sm3Stream() { YILIN_ASSERT(gcry_md_open(&handle_, GCRY_MD_SM3, 0) == 0); }
  ~Sm3Stream() { gcry_md_close(handle_); }
  Sm3Stream(const Sm3Stream&) = delete;
  Sm3Stream& operator=(const Sm3Stream&) = delete;
  void add(const char* data, std::size_t size) { gcry_md_write(handle_, data, size); }
  sealing::Digest finish() {
    sealing::Digest digest;
    std::memcpy(digest.data(), gcry_md_read(handle_, GCRY_MD_SM3), digest.size());
    return digest;
  }

 private:
  gcry_md_hd_t handle_ = nullptr;
};

bool write_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(fd, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

std::string sqlite_path(const Place& place) { return sql::parse_sqlite_url(place.database).path; }

tl::unexpected<Error> io_failure(std::string_view what, const fs::path& path) {
  return fail(errors::failed, fmt::format("{} {}：{}。", what, path.string(), std::strerror(errno)));
}

Result<FileDigest> digest_file(const fs::path& path, const fs::path& copy_to) {
  const Descriptor in(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!in.open()) return io_failure("无法读取", path);
  const bool copying = !copy_to.empty();
  const Descriptor out(copying ? ::open(copy_to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1);
  if (copying && !out.open()) return io_failure("无法写入", copy_to);
  Sm3Stream sm3;
  FileDigest digest;
  std::vector<char> piece(kPieceBytes);
  while (true) {
    const ssize_t got = ::read(in.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("无法读取", path);
    if (got == 0) break;
    sm3.add(piece.data(), static_cast<std::size_t>(got));
    digest.bytes += got;
    if (copying && !write_all(out.get(), piece.data(), static_cast<std::size_t>(got))) return io_failure("无法写入", copy_to);
  }
  if (copying && ::fsync(out.get()) != 0) return io_failure("无法写入", copy_to);
  digest.sm3 = sm3.finish();
  return digest;
}

Result<std::vector<std::string>> list_files(const fs::path& folder, bool strict) {
  std::vector<std::string> found;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error), end;
  while (!error && it != end) {
    const fs::file_status status = it->symlink_status(error);
    if (fs::is_regular_file(status)) found.push_back(it->path().lexically_relative(folder).string());
    else if (strict && !fs::is_directory(status))
      return fail(errors::damaged, fmt::format("备份中有不该有的东西：{}。", it->path().string()));
    it.increment(error);
  }
  if (error) return fail(errors::failed, fmt::format("无法读取文件夹 {}：{}。", folder.string(), error.message()));
  std::sort(found.begin(), found.end());
  return found;
}

Status make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error)) ::chmod(folder.c_str(), 0700);
  if (error) return fail(errors::failed, fmt::format("无法建立文件夹 {}：{}。", folder.string(), error.message()));
  return {};
}

Status sync_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open() || ::fchmod(file.get(), 0600) != 0 || ::fsync(file.get()) != 0) return io_failure("无法写入", path);
  return {};
}

Status sync_folder(const fs::path& folder) {
  const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.open() || ::fsync(directory.get()) != 0) return io_failure("无法写入文件夹", folder);
  return {};
}

Status sync_tree(const fs::path& folder) {
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->is_directory()) YILIN_CHECK(sync_folder(it->path()));
  return sync_folder(folder);
}

bool missing_or_empty(const fs::path& folder) {
  std::error_code error;
  return !fs::exists(folder, error) || fs::is_empty(folder, error);
}

}  // namespace yilin::backup
