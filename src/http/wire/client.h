#pragma once
// A small blocking HTTP/1.1 client over TCP or a unix socket, one connection kept alive: for tests, the command line on the
// admin socket, and benches. Not thread-safe. It sends to our own server: no TLS, no redirects, no cookies of its own.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace yilin::errors {
inline constexpr ErrorKind http_unreachable{"http.unreachable", 503, "连接不上服务，请确认它正在运行。", "Cannot reach the server."};
inline constexpr ErrorKind http_broken{"http.broken", 502, "与服务的连接中断。", "The connection broke or the answer is no HTTP."};
}  // namespace yilin::errors

namespace yilin::http {

struct ClientResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-cased
  std::string body;
  std::string_view header(std::string_view lower_name) const;
};

class Client {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  static constexpr std::size_t kBodyBytesMax = 1024 * 1024 * 1024;

  static Client tcp(std::string address, std::uint16_t port, int timeout_ms = 30'000);
  static Client unix_socket(std::string path, int timeout_ms = 30'000);
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;
  ~Client();

  // Connects when needed (also when the server has closed an idle connection). `target` is sent as it is.
  Result<ClientResponse> request(std::string_view method, std::string_view target, const Headers& headers = {}, std::string_view body = {});
  Result<ClientResponse> get(std::string_view target) { return request("GET", target); }

  // The pieces, for pipelining, streams and malformed requests.
  Status connect();
  Status send(std::string_view bytes);
  Result<ClientResponse> receive(bool head = false);       // a whole answer; head: one to a HEAD request
  Result<ClientResponse> receive_head(bool head = false);  // its body follows by receive_some()
  Result<std::string> receive_some();                      // decoded; empty at the end of the body
  bool at_end();                                           // blocks until the peer closes (true) or sends something (false)
  void close();

 private:
  enum class Framing { none, length, chunked, until_close };
  Client() = default;
  bool alive() const;
  Result<std::size_t> fill();  // 0 at the end of the stream
  Result<std::string> line();

  std::string address_;  // or the path
  std::uint16_t port_ = 0;
  int timeout_ms_ = 0;
  int fd_ = -1;
  std::string buffer_;
  Framing framing_ = Framing::none;
  std::uint64_t left_ = 0;  // of the body, or of the chunk
  bool keep_ = true;
};

}  // namespace yilin::http
