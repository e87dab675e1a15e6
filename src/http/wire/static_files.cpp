#include "http/wire/static_files.h"

#include <limits.h>
#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "http/wire/content_type.h"
#include "http/wire/problem.h"

namespace yilin::http {
namespace {

constexpr std::array<std::string_view, 3> kEntries{"/desk", "/care", "/elder"};

std::string entry_page(std::string_view path) {
  for (const std::string_view entry : kEntries) {
    if (path == entry || (path.starts_with(entry) && path[entry.size()] == '/')) return std::string(entry) + "/index.html";
  }
  return "/index.html";
}

std::string_view last_segment(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view caching_of(std::string_view path) {
  if (path.starts_with("/assets/")) return "public, max-age=31536000, immutable";  // the name holds a hash of the content
  // Pages and the service worker name everything else: they are asked for anew each time (304 mostly).
  const std::string_view file = last_segment(path);
  if (file.ends_with(".html") || file.ends_with(".webmanifest") || file == "sw.js" || file == "service-worker.js") return "no-cache";
  return "public, max-age=3600";
}

std::string real_path(const std::string& path) {
  char buffer[PATH_MAX];
  return ::realpath(path.c_str(), buffer) ? std::string(buffer) : std::string();
}

}  // namespace

StaticFiles::StaticFiles(const std::string& root) : root_(root.empty() ? std::string() : real_path(root)) {}

std::string StaticFiles::resolve(const std::string& path) const {
  // The wire has refused these already; a caller without the wire is not trusted to have done so.
  if (root_.empty() || !path.starts_with('/') || path.find('\0') != std::string::npos || path.find("/.") != std::string::npos) return {};
  const std::string real = real_path(root_ + path);
  struct stat about {};
  const bool inside = real.starts_with(root_) && real[root_.size()] == '/';
  return inside && ::stat(real.c_str(), &about) == 0 && S_ISREG(about.st_mode) ? real : std::string();
}

Response StaticFiles::find(const Request& request) const {
  if (request.method != Method::get && request.method != Method::head) return wire_problem(errors::method_not_allowed);
  std::string path = request.path;
  Response response;
  if (!path.ends_with('/')) response.file = resolve(path);
  if (response.file.empty()) {
    if (last_segment(path).find('.') != std::string_view::npos) return wire_problem(errors::not_found);
    path = entry_page(path);
    response.file = resolve(path);
  }
  if (response.file.empty()) return wire_problem(errors::not_found);
  response.content_type = content_type_of(path);
  response.headers.emplace_back("Cache-Control", caching_of(path));
  return response;
}

}  // namespace yilin::http
