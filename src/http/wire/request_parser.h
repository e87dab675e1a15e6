#pragma once
// Bytes of one connection → requests, one after the other. Stands on Beast's basic_parser (RFC 9112) and adds what a server
// behind proxies must refuse: Content-Length beside Transfer-Encoding, repeated or missing Host, codings other than
// "chunked", repeated headers that carry identity, trailers (read and dropped).

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/wire/message.h"

namespace yilin::http {

inline constexpr std::size_t kHeaderFieldsMax = 100;

// Where a body goes. Returns null, or the error that ends the request.
struct BodySink {
  virtual ~BodySink() = default;
  virtual const ErrorKind* put(std::string_view bytes) = 0;
};

class RequestParser {
 public:
  enum class State { head, body, done, failed };

  RequestParser();
  ~RequestParser();

  void begin();  // the next request
  // Consumes a prefix of `bytes` and returns its length; what is left must come again, with more behind it. Stops after the
  // head, so that the caller can choose the sink.
  std::size_t feed(std::string_view bytes);
  State state() const;
  const ErrorKind& refusal() const;  // when failed

  Request& request();                                     // once the head is read
  bool keep_alive() const;                                // the client wants it
  int version() const;                                    // 10 or 11
  bool expects_continue() const;
  std::optional<std::uint64_t> content_length() const;    // none when chunked
  void set_sink(BodySink* sink);                          // not owned

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::http
