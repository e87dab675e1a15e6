#include "http/photos/photos.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gcrypt.h>

namespace yilin::http::photos {
namespace {
namespace fs = std::filesystem;

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

std::string sha256_of(std::string_view bytes) {
  std::uint8_t digest[32];
  gcry_md_hash_buffer(GCRY_MD_SHA256, digest, bytes.data(), bytes.size());
  return hex(digest);
}

constexpr std::string_view kPurpose = "evidence.photo";

fs::path place_of(const Kernel& kernel, std::string_view digest) {
  return fs::path(kernel.data_folder) / "photos" / std::string(digest.substr(0, 2)) / (std::string(digest) + ".sealed");
}
std::string associated(std::string_view digest) { return fmt::format("{}|{}", kPurpose, digest); }

bool synced(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), flags);
  if (file < 0) return false;
  const bool done = ::fsync(file) == 0;
  return ::close(file) == 0 && done;
}

}  // namespace

Result<Picture> receive(const Request& request) {
  std::error_code none;
  const auto size = fs::file_size(request.body, none);
  if (none || size > kBytesMax) return fail(yilin::errors::too_large, "照片不能超过 4 MB。");
  std::ifstream in(request.body, std::ios::binary);
  Picture out;
  out.bytes.assign(std::istreambuf_iterator<char>(in), {});
  const auto is = [&](std::size_t at, unsigned char byte) { return static_cast<unsigned char>(out.bytes[at]) == byte; };
  if (out.bytes.size() < 4 || !is(0, 0xff) || !is(1, 0xd8) || !is(2, 0xff)) return fail_field("photo", "照片", "照片应为 JPEG 格式。");
  out.digest = hex(sealing::sm3(out.bytes));
  out.sha256 = sha256_of(out.bytes);
  return out;
}

Status keep(const Kernel& kernel, const Picture& picture) {
  const fs::path place = place_of(kernel, picture.digest);
  std::error_code failed;
  if (fs::exists(place, failed)) return {};
  const sealing::Bytes sealed = sealing::Sealer(*kernel.keys, kPurpose).seal(picture.bytes, associated(picture.digest));
  fs::create_directories(place.parent_path(), failed);
  const fs::path spool = place.string() + "." + sealing::random_token(8);
  {
    std::ofstream out(spool, std::ios::binary);
    out.write(reinterpret_cast<const char*>(sealed.data()), static_cast<std::streamsize>(sealed.size()));
  }
  if (synced(spool, O_RDWR)) {
    fs::rename(spool, place, failed);
    if (!failed && synced(place.parent_path(), O_RDONLY | O_DIRECTORY)) return {};
  }
  fs::remove(spool, failed);
  return fail(yilin::errors::busy, "照片没有存下，请稍后再传。");
}

Result<Response> show(const Kernel& kernel, std::string_view digest) {
  std::ifstream in(place_of(kernel, digest), std::ios::binary);
  const sealing::Bytes sealed(std::istreambuf_iterator<char>(in), {});
  if (digest.empty() || sealed.empty()) return fail(yilin::errors::not_found, "照片文件不在。");
  Response response;
  YILIN_TRY(response.body, sealing::Sealer(*kernel.keys, kPurpose).open(sealed, associated(digest)));
  response.content_type = "image/jpeg";
  response.headers.emplace_back("cache-control", "private, no-store");
  return response;
}

}  // namespace yilin::http::photos
