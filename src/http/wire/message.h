#pragma once
// What the router sees of HTTP: plain structs, no Beast, no Asio.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yilin::http {

enum class Method { get, head, post, put, patch, del, options, other };

struct Request {
  Method method = Method::get;
  std::string path;                                          // percent-decoded, normalised ("/a/../b" is refused by the wire)
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-cased
  std::string body;
  std::string remote;                                        // peer address; "local" on the admin socket
  bool local_admin = false;                                  // came over the admin socket
  bool tls = false;                                          // or a trusted proxy said so

  std::string_view header(std::string_view lower_name) const;
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string file;  // when set: the body is this file (already checked to lie in the web root); ranges served by the wire
  // When set: a stream. The wire calls it for each chunk until it returns false; used for downloads.
  std::function<bool(std::string& chunk)> stream;
};

// A live connection of server-sent events. send() is thread-safe, drops when the peer is gone or is kBacklogMax behind.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual bool send(std::string_view event, std::string_view data) = 0;  // false: closed
};

// Answers exactly once, from any thread.
class Responder {
 public:
  virtual ~Responder() = default;
  virtual void respond(Response response) = 0;
  virtual std::shared_ptr<EventSink> open_events() = 0;  // instead of respond(): status 200, text/event-stream
};

using Handler = std::function<void(Request, std::shared_ptr<Responder>)>;

}  // namespace yilin::http
