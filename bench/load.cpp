#include "bench/load.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/rng.h"
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
  std::int64_t due = 0;
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

// One run of load().
class Run {
 public:
  Run(const LoadShape& shape, const std::function<void(int, std::string&)>& next, const std::function<void(int, const Reply&)>& heard)
      : shape_(shape), next_(next), heard_(heard), poll_(::epoll_create1(EPOLL_CLOEXEC)), clients_(static_cast<std::size_t>(shape.clients)) {
    for (int i = 0; i < shape.clients; ++i) {
      client(i).socket = File(connected(shape.port));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u32 = static_cast<std::uint32_t>(i);
      ::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, client(i).socket.get(), &event);
      free_.push_back(i);
    }
    end_ = now() + static_cast<std::int64_t>(shape.seconds * 1e6);
    due_ = now();
  }

  void go() {
    int busy = 0;
    for (;;) {
      while (!free_.empty() && due_ < end_ && (shape_.rate == 0 || due_ <= now())) {
        const int i = free_.back();
        free_.pop_back();
        send(i, due_);
        ++busy;
        due_ = shape_.rate == 0 ? now() : due_ + static_cast<std::int64_t>(-std::log(1 - rng_.uniform()) * 1e6 / shape_.rate);
      }
      if (busy == 0 && due_ >= end_) return;
      busy -= receive(waiting_us());
      if (shape_.rate == 0) due_ = now();
    }
  }

 private:
  static constexpr std::int64_t kPatienceUs = 30'000'000;
  static std::int64_t now() { return system_clock().monotonic_us(); }
  Client& client(int i) { return clients_[static_cast<std::size_t>(i)]; }

  std::int64_t waiting_us() const {
    if (shape_.rate == 0 || free_.empty() || due_ >= end_) return kPatienceUs;
    return std::max<std::int64_t>(0, due_ - now());
  }
  void send(int i, std::int64_t due) {
    out_.clear();
    next_(i, out_);
    client(i).received.clear();
    client(i).due = due;
    send_all(client(i).socket.get(), out_);
  }
  // How many were answered.
  int receive(std::int64_t wait_us) {
    epoll_event events[64];
    const timespec wait{wait_us / 1'000'000, wait_us % 1'000'000 * 1000};
    const int ready = ::epoll_pwait2(poll_.get(), events, 64, &wait, nullptr);
    if (ready == 0 && wait_us == kPatienceUs) throw std::runtime_error("the server did not answer in 30 s");
    int answered = 0;
    for (int e = 0; e < ready; ++e) {
      const int i = static_cast<int>(events[e].data.u32);
      const ssize_t n = ::recv(client(i).socket.get(), buffer_, sizeof buffer_, 0);
      if (n <= 0) throw std::runtime_error("the server has closed a connection");
      client(i).received.append(buffer_, static_cast<std::size_t>(n));
      Reply reply;
      if (!complete(client(i).received, reply)) continue;
      reply.us = now() - client(i).due;
      heard_(i, reply);
      free_.push_back(i);
      ++answered;
    }
    return answered;
  }

  const LoadShape& shape_;
  const std::function<void(int, std::string&)>& next_;
  const std::function<void(int, const Reply&)>& heard_;
  File poll_;
  std::vector<Client> clients_;
  std::vector<int> free_;
  std::int64_t end_ = 0, due_ = 0;
  Rng rng_{1};
  std::string out_;
  char buffer_[16 * 1024];
};

}  // namespace

void load(const LoadShape& shape, const std::function<void(int, std::string&)>& next, const std::function<void(int, const Reply&)>& heard) {
  Run(shape, next, heard).go();
}

void append_post(std::string& out, std::string_view path, std::string_view cookie, std::string_view key, std::string_view body) {
  fmt::format_to(std::back_inserter(out),
                 "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n"
                 "Content-Length: {}\r\n\r\n{}",
                 path, cookie, key, body.size(), body);
}

}  // namespace yilin::bench
