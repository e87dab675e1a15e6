#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "kernel/sealing/sealing.h"

namespace yilin::sealing {
namespace {

constexpr std::string_view kHeading = "yilin-master-key-v1 ";
constexpr std::size_t kCheckDigits = 8;
constexpr std::size_t kFileBytes = kHeading.size() + 2 * sizeof(Key) + 1 + kCheckDigits + 1;

class MasterKey : public KeyProvider {
 public:
  explicit MasterKey(const Key& master) : master_(master) { initialise(); }
  ~MasterKey() override { wipe(master_); }
  Key derive(std::string_view purpose) const override { return hmac_sm3(master_, fmt::format("yilin/{}/v1", purpose)); }

 private:
  Key master_;
};

struct File {
  int fd;
  explicit File(int descriptor) : fd(descriptor) {}
  ~File() { if (fd >= 0) ::close(fd); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
};

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

std::string check_digits(const Key& key) {
  const Digest digest = sm3({reinterpret_cast<const char*>(key.data()), key.size()});
  return hex(std::span(digest).first(kCheckDigits / 2));
}

std::string to_text(const Key& key) { return fmt::format("{}{} {}\n", kHeading, hex(key), check_digits(key)); }

void wipe_text(std::string& text) { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool from_text(std::string_view text, Key& key) {
  if (text.size() != kFileBytes || !text.starts_with(kHeading)) return false;
  const std::string_view digits = text.substr(kHeading.size(), 2 * key.size());
  for (std::size_t i = 0; i < key.size(); ++i) {
    const int high = hex_digit(digits[2 * i]), low = hex_digit(digits[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    key[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  std::string whole = to_text(key);
  const bool right = whole == text;
  wipe_text(whole);
  return right;
}

tl::unexpected<Error> unusable(const std::string& path, std::string_view why) {
  return fail(errors::key_file_unusable, fmt::format("密钥文件 {} {}。", path, why));
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(fd) == 0;
}

// Written whole and synced under another name, then linked: a crash leaves no half key, and of two processes that start
// at once one key wins for both.
Status create(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::absolute(path, error).parent_path();
  if (error) return unusable(path, "的路径不正确");
  if (std::filesystem::create_directories(folder, error)) ::chmod(folder.c_str(), 0700);
  if (error) return unusable(path, "所在的文件夹无法创建");

  const std::string draft = path + "." + random_token(9);
  const File file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.fd < 0) return unusable(path, "无法创建");
  Key key;
  secure_random(key);
  std::string text = to_text(key);
  wipe(key);
  const bool written = write_all(file.fd, text);
  wipe_text(text);
  const bool linked = written && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  ::unlink(draft.c_str());
  const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!linked || directory.fd < 0 || ::fsync(directory.fd) != 0) return unusable(path, "无法写入");
  return {};
}

Result<Key> read(const std::string& path, const File& file) {
  struct stat about {};
  if (::fstat(file.fd, &about) != 0 || !S_ISREG(about.st_mode)) return unusable(path, "不是普通文件");
  if ((about.st_mode & 077) != 0) return unusable(path, "可被他人读取，请将权限改为 0600");
  if (about.st_uid != ::geteuid() && about.st_uid != 0) return unusable(path, "不属于运行本系统的用户");

  std::string text(kFileBytes + 1, '\0');
  const ssize_t size = ::pread(file.fd, text.data(), text.size(), 0);
  Key key;
  const bool right = size >= 0 && from_text(std::string_view(text).substr(0, static_cast<std::size_t>(size)), key);
  wipe_text(text);
  if (!right) return unusable(path, "内容已损坏，请从备份恢复，不要删除重建，否则已加密的数据将无法解开");
  return key;
}

}  // namespace

Result<std::unique_ptr<KeyProvider>> open_key_file(const std::string& path) {
  initialise();
  if (::access(path.c_str(), F_OK) != 0) {
    if (errno != ENOENT) return unusable(path, "无法读取");
    YILIN_CHECK(create(path));
  }
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd < 0) return unusable(path, "无法读取");
  YILIN_TRY(Key key, read(path, file));
  std::unique_ptr<KeyProvider> provider = std::make_unique<MasterKey>(key);
  wipe(key);
  return provider;
}

std::unique_ptr<KeyProvider> key_provider_for_tests(std::uint64_t seed) {
  initialise();
  return std::make_unique<MasterKey>(sm3(fmt::format("yilin test master key {}", seed)));
}

}  // namespace yilin::sealing
