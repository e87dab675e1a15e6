#include "http/wire/body_sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "base/assert.h"
#include "base/text.h"
#include "http/wire/problem.h"
#include "http/wire/server.h"
#include "http/wire/target.h"

namespace yilin::http {
namespace {

constexpr std::string_view kEnding = ".upload";

std::string random_name() {
  std::uint64_t words[2];
  YILIN_ASSERT(getrandom(words, sizeof words, 0) == sizeof words);
  return fmt::format("{:016x}{:016x}{}", words[0], words[1], kEnding);
}

void set_header(Request& request, std::string_view name, std::string value) {
  std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
  request.headers.emplace_back(name, std::move(value));
}

}  // namespace

const ErrorKind* MemorySink::put(std::string_view bytes) {
  if (body_.size() + bytes.size() > kBodyBytesMax) return &errors::too_large;
  body_ += bytes;
  return nullptr;
}

bool is_upload(const Request& request) {
  return (request.method == Method::post || request.method == Method::put) &&
         (request.path == "/api/uploads" || request.path.starts_with("/api/uploads/"));
}

UploadSink::UploadSink(std::string folder, std::size_t bytes_max) : folder_(std::move(folder)), bytes_max_(bytes_max) {}

UploadSink::~UploadSink() {
  if (fd_ >= 0) ::close(fd_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

bool UploadSink::begin(const Request& request) {
  const std::string_view header = request.header("content-type");
  const std::string type = text::lower_ascii(header.substr(0, header.find(';')));
  if (type == "application/octet-stream") return true;
  std::optional<std::string> boundary = multipart_boundary(header);
  if (!boundary) return false;
  multipart_ = std::make_unique<MultipartParser>(std::move(*boundary), [this](std::string_view bytes) { pending_ += bytes; });
  return true;
}

const ErrorKind* UploadSink::put(std::string_view bytes) {
  bytes_ += bytes.size();
  if (bytes_ > bytes_max_) return &errors::too_large;
  if (!multipart_) {
    pending_ += bytes;
    return nullptr;
  }
  return multipart_->feed(bytes) ? nullptr : &errors::malformed;
}

const ErrorKind* UploadSink::write_out() {
  if (fd_ < 0) {
    std::string path = folder_ + "/" + random_name();
    fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd_ < 0) return &errors::busy;
    path_ = std::move(path);
  }
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return &errors::busy;  // the disk is full: ours to mend, the client may try again
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  pending_.clear();
  return nullptr;
}

const ErrorKind* UploadSink::finish(Request& request) {
  if (multipart_ && !multipart_->complete()) return &errors::malformed;
  if (const ErrorKind* error = write_out()) return error;
  if (::fdatasync(fd_) != 0) return &errors::busy;
  request.body = path_;
  if (!multipart_) return nullptr;
  set_header(request, "x-upload-name", percent_encode(multipart_->file_name()));
  set_header(request, "x-upload-type", multipart_->file_type());
  for (const auto& [name, value] : multipart_->fields()) {
    if (!text::well_formed(value)) return &errors::malformed;
    request.query.emplace_back(name, value);
  }
  return nullptr;
}

bool prepare_upload_folder(const std::string& folder) {
  std::error_code error;
  if (std::filesystem::create_directories(folder, error)) ::chmod(folder.c_str(), 0700);
  if (error) return false;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    const bool ours = name.size() == 32 + kEnding.size() && name.ends_with(kEnding) && name.find_first_not_of("0123456789abcdef") == 32;
    std::error_code ignored;
    if (ours && entry.is_regular_file(ignored)) std::filesystem::remove(entry.path(), ignored);
  }
  return !error && ::access(folder.c_str(), W_OK) == 0;
}

}  // namespace yilin::http
