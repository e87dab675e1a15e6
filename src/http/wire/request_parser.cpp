#include "http/wire/request_parser.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "base/assert.h"
#include "http/wire/problem.h"
#include "http/wire/server.h"
#include "http/wire/target.h"

namespace yilin::http {
namespace {

namespace beast = boost::beast;
using beast::http::verb;
using Code = beast::error_code;

Method method_of(verb v) {
  switch (v) {
    case verb::get: return Method::get;
    case verb::head: return Method::head;
    case verb::post: return Method::post;
    case verb::put: return Method::put;
    case verb::patch: return Method::patch;
    case verb::delete_: return Method::del;
    case verb::options: return Method::options;
    default: return Method::other;
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// Two of these in one request mean that somebody wants two readers to see two different requests.
constexpr std::array<std::string_view, 9> kOnlyOnce{"host",   "content-length", "transfer-encoding", "content-type", "authorization",
                                                    "cookie", "origin",         "idempotency-key",   "expect"};

bool host_is_sane(std::string_view host) {
  return host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
                  c == '_' || c == ':' || c == '[' || c == ']';
         });
}

class Parser final : public beast::http::basic_parser<true> {
 public:
  Request request;
  BodySink* sink = nullptr;
  const ErrorKind* refusal = nullptr;
  int version = 11;
  bool head_done = false;
  bool expects_continue = false;

  Parser() {
    header_limit(kHeaderBytesMax);
    body_limit(boost::none);  // the sink counts
  }

  void refuse(const ErrorKind& kind, Code& ec) {
    if (!refusal) refusal = &kind;
    ec = beast::http::error::bad_value;
  }

 private:
  void on_request_impl(verb v, beast::string_view, beast::string_view target, int http_version, Code& ec) override {
    version = http_version;
    request.method = method_of(v);
    if (version != 10 && version != 11) return refuse(errors::malformed, ec);
    if (request.method == Method::other) return refuse(errors::method_not_allowed, ec);
    std::optional<Target> parsed = http::parse_target({target.data(), target.size()});
    if (!parsed) return refuse(errors::malformed, ec);
    request.path = std::move(parsed->path);
    request.query = std::move(parsed->query);
  }
  void on_response_impl(int, beast::string_view, int, Code&) override {}

  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, Code& ec) override {
    if (head_done) return;  // a trailer
    if (request.headers.size() == kHeaderFieldsMax) return refuse(errors::headers_too_large, ec);
    request.headers.emplace_back(lower({name.data(), name.size()}), std::string(value.data(), value.size()));
  }

  void on_header_impl(Code& ec) override {
    head_done = true;
    for (const std::string_view name : kOnlyOnce) {
      const auto same = [&](const auto& header) { return header.first == name; };
      if (std::count_if(request.headers.begin(), request.headers.end(), same) > 1) return refuse(errors::malformed, ec);
    }
    const auto has = [&](std::string_view name) {
      return std::any_of(request.headers.begin(), request.headers.end(), [&](const auto& h) { return h.first == name; });
    };
    if ((version == 11 && !has("host")) || !host_is_sane(request.header("host"))) return refuse(errors::malformed, ec);

    const std::string_view length = request.header("content-length");
    if (has("content-length") && (length.empty() || length.find_first_not_of("0123456789") != std::string_view::npos))
      return refuse(errors::malformed, ec);
    if (has("transfer-encoding") && (has("content-length") || version == 10 || lower(request.header("transfer-encoding")) != "chunked"))
      return refuse(errors::malformed, ec);
    if (has("expect")) {
      if (lower(request.header("expect")) != "100-continue") return refuse(errors::expectation_failed, ec);
      expects_continue = version == 11;
    }
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t put_body(beast::string_view bytes, Code& ec) {
    YILIN_ASSERT(sink != nullptr);
    if (const ErrorKind* error = sink->put({bytes.data(), bytes.size()})) refuse(*error, ec);
    return bytes.size();
  }
  std::size_t on_body_impl(beast::string_view bytes, Code& ec) override { return put_body(bytes, ec); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, Code& ec) override { return put_body(bytes, ec); }
  void on_finish_impl(Code&) override {}
};

}  // namespace

struct RequestParser::Impl {
  std::optional<Parser> parser;
  State state = State::head;
  std::size_t head_bytes = 0;

  void fail(Code ec) {
    state = State::failed;
    if (parser->refusal) return;
    const bool too_long = ec == beast::http::error::header_limit || ec == beast::http::error::buffer_overflow;
    parser->refusal = too_long && !parser->head_done ? &errors::headers_too_large : &errors::malformed;
  }
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) { begin(); }
RequestParser::~RequestParser() = default;

void RequestParser::begin() {
  impl_->parser.emplace();
  impl_->state = State::head;
  impl_->head_bytes = 0;
}

std::size_t RequestParser::feed(std::string_view bytes) {
  Impl& my = *impl_;
  std::size_t used = 0;
  while (used < bytes.size() && (my.state == State::head || my.state == State::body)) {
    const State before = my.state;
    Code ec;
    const std::size_t taken = my.parser->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), ec);
    used += taken;
    if (before == State::head && (my.head_bytes += taken) > kHeaderBytesMax) my.parser->refuse(errors::headers_too_large, ec);
    if (ec == beast::http::error::need_more) break;
    if (ec) {
      my.fail(ec);
      break;
    }
    if (my.parser->is_done()) {
      my.state = State::done;
    } else if (my.parser->head_done) {
      my.state = State::body;
    }
    if (before == State::head && my.state != State::head) break;
  }
  return used;
}

RequestParser::State RequestParser::state() const { return impl_->state; }
const ErrorKind& RequestParser::refusal() const { return *impl_->parser->refusal; }
Request& RequestParser::request() { return impl_->parser->request; }
bool RequestParser::keep_alive() const { return impl_->parser->is_header_done() && impl_->parser->keep_alive(); }
int RequestParser::version() const { return impl_->parser->version; }
bool RequestParser::expects_continue() const { return impl_->parser->expects_continue; }
void RequestParser::set_sink(BodySink* sink) { impl_->parser->sink = sink; }

std::optional<std::uint64_t> RequestParser::content_length() const {
  if (!impl_->parser->is_header_done()) return {};
  const auto length = impl_->parser->content_length();
  return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

}  // namespace yilin::http
