#include "http/wire/admin_socket.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace yilin::http {
namespace {

struct Descriptor {
  int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

[[noreturn]] void refuse(const std::string& path, std::string_view why) {
  throw std::runtime_error(fmt::format("管理套接字 {} {}。", path, why));
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) refuse(path, "的路径过长");
  path.copy(address.sun_path, path.size());
  return address;
}

void remove_stale(const std::string& path, const sockaddr_un& address) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return;
  if (!S_ISSOCK(about.st_mode)) refuse(path, "处已有别的文件，未作改动");
  const Descriptor probe;
  if (::connect(probe.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) refuse(path, "已有服务在使用");
  if (errno != ECONNREFUSED) refuse(path, "无法使用");
  ::unlink(path.c_str());
}

}  // namespace

int listen_admin_socket(const std::string& path) {
  const sockaddr_un address = address_of(path);
  remove_stale(path, address);
  Descriptor listener;
  // Linux gives the file the mode of the unbound socket: no moment in which others may connect.
  if (listener.fd < 0 || ::fchmod(listener.fd, 0600) != 0 ||
      ::bind(listener.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::chmod(path.c_str(), 0600) != 0 || ::listen(listener.fd, 64) != 0) {
    refuse(path, "无法建立");
  }
  const int fd = listener.fd;
  listener.fd = -1;
  return fd;
}

}  // namespace yilin::http
