#include "bench/load.h"

#include <charconv>
#include <stdexcept>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/time.h"

namespace yilin::bench {
namespace {

class File {
 public:
  explicit File(int fd = -1) : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct Client {
  File socket;
  std::string received;
  std::int64_t sent_at = 0;
};

int connected(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("cannot connect to the server");
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) throw std::runtime_error("the server has closed a connection");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

int number(std::string_view text) {
  int value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// The answer, once it is complete; our server always says its length.
bool complete(const std::string& received, Reply& reply) {
  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string::npos) return false;
  const std::string_view text(received);
  static constexpr std::string_view kLength = "content-length: ";
  std::size_t length = text.find(kLength);
  if (length == std::string_view::npos || length > head) length = text.find("Content-Length: ");
  if (!text.starts_with("HTTP/1.1 ") || length == std::string_view::npos || length > head) throw std::runtime_error("no HTTP answer");
  const int bytes = number(text.substr(length + kLength.size()));
  if (text.size() < head + 4 + static_cast<std::size_t>(bytes)) return false;
  reply.status = number(text.substr(9));
  reply.body = text.substr(head + 4, static_cast<std::size_t>(bytes));
  return true;
}

}  // namespace

void load(std::uint16_t port, int clients, const std::function<bool(int, std::string&)>& next,
          const std::function<void(int, const Reply&)>& heard) {
  const File poll(::epoll_create1(EPOLL_CLOEXEC));
  std::vector<Client> all(static_cast<std::size_t>(clients));
  int running = 0;
  std::string out;
  const auto go_on = [&](int i) {
    Client& client = all[static_cast<std::size_t>(i)];
    out.clear();
    if (!next(i, out)) {
      --running;
      return;
    }
    client.received.clear();
    client.sent_at = system_clock().monotonic_us();
    send_all(client.socket.get(), out);
  };
  for (int i = 0; i < clients; ++i) {
    all[static_cast<std::size_t>(i)].socket = File(connected(port));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = static_cast<std::uint32_t>(i);
    ::epoll_ctl(poll.get(), EPOLL_CTL_ADD, all[static_cast<std::size_t>(i)].socket.get(), &event);
  }
  for (int i = 0; i < clients; ++i) {
    ++running;
    go_on(i);
  }
  epoll_event events[64];
  char buffer[16 * 1024];
  while (running > 0) {
    const int ready = ::epoll_wait(poll.get(), events, 64, 30'000);
    if (ready == 0) throw std::runtime_error("the server did not answer in 30 s");
    for (int e = 0; e < ready; ++e) {
      const int i = static_cast<int>(events[e].data.u32);
      Client& client = all[static_cast<std::size_t>(i)];
      const ssize_t n = ::recv(client.socket.get(), buffer, sizeof buffer, 0);
      if (n <= 0) throw std::runtime_error("the server has closed a connection");
      client.received.append(buffer, static_cast<std::size_t>(n));
      Reply reply;
      if (!complete(client.received, reply)) continue;
      reply.us = system_clock().monotonic_us() - client.sent_at;
      heard(i, reply);
      go_on(i);
    }
  }
}

void append_post(std::string& out, std::string_view path, std::string_view cookie, std::string_view key, std::string_view body) {
  fmt::format_to(std::back_inserter(out),
                 "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n"
                 "Content-Length: {}\r\n\r\n{}",
                 path, cookie, key, body.size(), body);
}

}  // namespace yilin::bench
