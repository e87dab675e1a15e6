#include "kernel/backup/manifest.h"

#include <algorithm>
#include <charconv>
#include <fstream>

#include <fmt/format.h>

namespace yilin::backup {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kHeading = "yilin-backup 1\n";
constexpr std::size_t kManifestBytesMax = 256 << 20;  // more than a million files
constexpr std::size_t kHexDigits = 64;

std::string hex(const sealing::Digest& digest) {
  std::string out;
  for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

std::string seal_of(const sealing::KeyProvider& keys, std::string_view text) {
  sealing::Key key = keys.derive("backup/manifest");
  std::string seal = hex(sealing::hmac_sm3(key, text));
  sealing::wipe(key);
  return seal;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_number(std::string_view& text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take_digest(std::string_view& text, sealing::Digest& digest) {
  if (text.size() < kHexDigits) return false;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto [end, error] = std::from_chars(text.data() + 2 * i, text.data() + 2 * i + 2, digest[i], 16);
    if (error != std::errc{} || end != text.data() + 2 * i + 2) return false;
  }
  text.remove_prefix(kHexDigits);
  return true;
}

// A path that stays in its folder.
bool harmless(std::string_view path) {
  const fs::path parsed(path);
  return !path.empty() && parsed.is_relative() && parsed.lexically_normal() == parsed && *parsed.begin() != "..";
}

bool parse_file(std::string_view line, Manifest::File& file) {
  if (!take(line, "file ") || !take_digest(line, file.digest.sm3) || !take(line, " ") || !take_number(line, file.digest.bytes) ||
      !take(line, " ") || !harmless(line))
    return false;
  file.path = line;
  return true;
}

Result<Manifest> parse(std::string_view text) {
  const auto malformed = [] { return fail(errors::damaged, "备份的清单读不懂，可能来自更新的版本。"); };
  Manifest manifest;
  const auto next_line = [&] {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
  };
  if (!take(text, kHeading)) return malformed();
  std::string_view made = next_line(), acts = next_line();
  if (!take(made, "made ") || !take(acts, "acts ") || !take_number(acts, manifest.acts) || !acts.empty()) return malformed();
  YILIN_TRY(manifest.made, parse_instant(made));
  while (!text.empty()) {
    Manifest::File file;
    if (!parse_file(next_line(), file)) return malformed();
    manifest.files.push_back(std::move(file));
  }
  const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
  if (!std::is_sorted(manifest.files.begin(), manifest.files.end(), by_path)) return malformed();
  return manifest;
}

}  // namespace

const Manifest::File* Manifest::find(std::string_view path) const {
  const auto found = std::lower_bound(files.begin(), files.end(), path, [](const File& file, std::string_view p) { return file.path < p; });
  return found != files.end() && found->path == path ? &*found : nullptr;
}

Summary Manifest::summary() const {
  Summary out{static_cast<std::int64_t>(files.size()), 0, acts, made};
  for (const File& file : files) out.bytes += file.digest.bytes;
  return out;
}

Status write_manifest(const sealing::KeyProvider& keys, const fs::path& folder, const Manifest& manifest) {
  std::string text = fmt::format("{}made {}\nacts {}\n", kHeading, to_string(manifest.made), manifest.acts);
  for (const Manifest::File& file : manifest.files) {
    if (file.path.find('\n') != std::string::npos) return fail(errors::failed, fmt::format("文件名中有换行，无法备份：{}。", file.path));
    text += fmt::format("file {} {} {}\n", hex(file.digest.sm3), file.digest.bytes, file.path);
  }
  text += fmt::format("seal {}\n", seal_of(keys, text));
  const fs::path draft = folder / "MANIFEST.draft", path = folder / kManifestName;
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return io_failure("无法写入", draft);
  }
  YILIN_TRY(const FileDigest written, digest_file(draft, path));
  if (written.bytes != static_cast<std::int64_t>(text.size())) return io_failure("无法写入", path);
  fs::remove(draft);
  return sync_tree(folder);
}

Result<Manifest> read_manifest(const sealing::KeyProvider& keys, const fs::path& folder) {
  const fs::path path = folder / kManifestName;
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(errors::damaged, fmt::format("{} 里没有清单，不是完整的备份。", folder.string()));
  std::error_code ignored;
  if (fs::file_size(path, ignored) > kManifestBytesMax) return fail(errors::damaged, "备份的清单过大。");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  constexpr std::string_view kSeal = "seal ";
  const std::size_t last_line = kSeal.size() + kHexDigits + 1;
  if (text.size() < last_line) return fail(errors::damaged, "备份的清单不完整。");
  const std::string_view body = std::string_view(text).substr(0, text.size() - last_line);
  const std::string expected = fmt::format("{}{}\n", kSeal, seal_of(keys, body));
  if (!sealing::equal_constant_time(expected, std::string_view(text).substr(body.size())))
    return fail(errors::damaged, "备份的清单没有通过校验：清单被改动，或密钥文件不是备份时的那一个。");
  return parse(body);
}

}  // namespace yilin::backup
