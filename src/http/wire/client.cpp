#include "http/wire/client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "base/text.h"

namespace yilin::http {
namespace {

constexpr std::size_t kLineBytesMax = 64 * 1024;
constexpr std::size_t kReadBytes = 64 * 1024;

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<std::uint64_t> number(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return value;
}

}  // namespace

std::string_view ClientResponse::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_name) return value;
  }
  return {};
}

Client Client::tcp(std::string address, std::uint16_t port, int timeout_ms) {
  Client client;
  client.address_ = std::move(address);
  client.port_ = port;
  client.timeout_ms_ = timeout_ms;
  return client;
}

Client Client::unix_socket(std::string path, int timeout_ms) { return tcp(std::move(path), 0, timeout_ms); }

Client::Client(Client&& other) noexcept { *this = std::move(other); }
Client& Client::operator=(Client&& other) noexcept {
  std::swap(address_, other.address_);
  std::swap(port_, other.port_);
  std::swap(timeout_ms_, other.timeout_ms_);
  std::swap(fd_, other.fd_);
  std::swap(buffer_, other.buffer_);
  std::swap(framing_, other.framing_);
  std::swap(left_, other.left_);
  std::swap(keep_, other.keep_);
  return *this;
}
Client::~Client() { close(); }

void Client::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  buffer_.clear();
  framing_ = Framing::none;
  keep_ = true;
}

Status Client::connect() {
  close();
  fd_ = ::socket(port_ ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return fail(errors::http_unreachable);
  const timeval timeout{timeout_ms_ / 1000, timeout_ms_ % 1000 * 1000};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
  int status = -1;
  if (port_) {
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(port_);
    if (::inet_pton(AF_INET, address_.c_str(), &peer.sin_addr) == 1)
      status = ::connect(fd_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer);
  } else {
    sockaddr_un peer{};
    peer.sun_family = AF_UNIX;
    if (address_.size() < sizeof peer.sun_path) {
      address_.copy(peer.sun_path, address_.size());
      status = ::connect(fd_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer);
    }
  }
  if (status == 0) return {};
  close();
  return fail(errors::http_unreachable);
}

// The server may have closed an idle connection: better noticed before a request is sent into it.
bool Client::alive() const {
  char byte;
  if (fd_ < 0 || !keep_) return false;
  const ssize_t got = ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

Status Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return fail(errors::http_broken);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

Result<std::size_t> Client::fill() {
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kReadBytes);
  ssize_t got;
  do {
    got = ::recv(fd_, buffer_.data() + before, kReadBytes, 0);
  } while (got < 0 && errno == EINTR);
  buffer_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return fail(errors::http_broken);
  return static_cast<std::size_t>(got);
}

bool Client::at_end() {
  if (!buffer_.empty()) return false;
  const auto got = fill();
  return !got || *got == 0;
}

Result<std::string> Client::line() {
  for (std::size_t end; (end = buffer_.find("\r\n")) == std::string::npos;) {
    if (buffer_.size() > kLineBytesMax) return fail(errors::http_broken);
    YILIN_TRY(const std::size_t got, fill());
    if (got == 0) return fail(errors::http_broken);
  }
  const std::size_t end = buffer_.find("\r\n");
  std::string text = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return text;
}

Result<ClientResponse> Client::receive_head(bool head) {
  ClientResponse response;
  do {  // interim answers (100 Continue) are passed over
    YILIN_TRY(const std::string status_line, line());
    const auto status = status_line.starts_with("HTTP/1.") && status_line.size() >= 12 ? number(std::string_view(status_line).substr(9, 3), 10)
                                                                                       : std::nullopt;
    if (!status) return fail(errors::http_broken);
    response.status = static_cast<int>(*status);
    response.headers.clear();
    for (;;) {
      YILIN_TRY(const std::string field, line());
      if (field.empty()) break;
      const std::size_t colon = field.find(':');
      if (colon == std::string::npos) return fail(errors::http_broken);
      response.headers.emplace_back(text::lower_ascii(field.substr(0, colon)), trim(std::string_view(field).substr(colon + 1)));
    }
  } while (response.status < 200);

  const auto length = number(response.header("content-length"), 10);
  left_ = 0;
  if (head || response.status == 204 || response.status == 304) {
    framing_ = Framing::none;
  } else if (response.header("transfer-encoding") == "chunked") {
    framing_ = Framing::chunked;
  } else if (length) {
    framing_ = Framing::length;
    left_ = *length;
  } else {
    framing_ = Framing::until_close;
  }
  keep_ = framing_ != Framing::until_close && response.header("connection") != "close";
  return response;
}

Result<std::string> Client::receive_some() {
  if (framing_ == Framing::none || (framing_ == Framing::length && left_ == 0)) return std::string();
  if (framing_ == Framing::chunked && left_ == 0) {
    YILIN_TRY(const std::string size, line());
    const auto bytes = number(size, 16);
    if (!bytes) return fail(errors::http_broken);
    left_ = *bytes;
    if (left_ == 0) {
      YILIN_TRY(const std::string last, line());
      framing_ = Framing::none;
      return last.empty() ? Result<std::string>(std::string()) : fail(errors::http_broken);
    }
  }
  if (buffer_.empty()) {
    YILIN_TRY(const std::size_t got, fill());
    if (got == 0) {
      if (framing_ != Framing::until_close) return fail(errors::http_broken);
      framing_ = Framing::none;
      return std::string();
    }
  }
  const std::size_t n = framing_ == Framing::until_close ? buffer_.size() : static_cast<std::size_t>(std::min<std::uint64_t>(left_, buffer_.size()));
  std::string piece = buffer_.substr(0, n);
  buffer_.erase(0, n);
  left_ -= framing_ == Framing::until_close ? 0 : n;
  if (framing_ == Framing::chunked && left_ == 0) {
    YILIN_TRY(const std::string end, line());
    if (!end.empty()) return fail(errors::http_broken);
  }
  return piece;
}

Result<ClientResponse> Client::receive(bool head) {
  YILIN_TRY(ClientResponse response, receive_head(head));
  for (;;) {
    YILIN_TRY(const std::string piece, receive_some());
    if (piece.empty()) return response;
    if (response.body.size() + piece.size() > kBodyBytesMax) return fail(errors::http_broken);
    response.body += piece;
  }
}

Result<ClientResponse> Client::request(std::string_view method, std::string_view target, const Headers& headers, std::string_view body) {
  if (!alive()) YILIN_CHECK(connect());
  std::string head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", method, target, port_ ? fmt::format("{}:{}", address_, port_) : "localhost");
  for (const auto& [name, value] : headers) head += fmt::format("{}: {}\r\n", name, value);
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") head += fmt::format("Content-Length: {}\r\n", body.size());
  head += "\r\n";
  const bool sent = send(head.append(body)).has_value();
  // Refused half-way (413, say): the answer may be there although the rest could not be sent.
  auto response = receive(method == "HEAD");
  if (!response || !sent) close();
  return response;
}

}  // namespace yilin::http
