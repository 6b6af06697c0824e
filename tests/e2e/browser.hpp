// A browser as far as the server can tell: a cookie it keeps, an Origin it sends, and the fields a page of ours adds.
#pragma once

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace redress::e2e {

struct Answered {
  int status = 0;
  std::map<std::string, std::string> fields;  // names in lower case
  std::string body;
  boost::json::value json() const { return boost::json::parse(body); }
};

class Browser {
 public:
  explicit Browser(std::string url) : url_(std::move(url)), origin(url_) {}

  Answered get(std::string const& path, std::map<std::string, std::string> more = {}) const;
  Answered post(std::string const& path, boost::json::value const& body, std::map<std::string, std::string> more = {});

  /// POST /v1/session; keeps the cookie and the second secret where it went well.
  Answered sign_in(boost::json::object const& who);

  /// One call with everything a page of ours sends: the whole response object.
  boost::json::object call(std::string const& method, boost::json::object params);

 private:
  std::string url_;

 public:
  std::string origin;  // "" sends none
  std::string cookie;  // "redress=..."
  std::string csrf;
};

/// A WebSocket that a browser opened on a page of `browser.origin`.
class BrowserSocket {
 public:
  /// Throws boost::system::system_error where the handshake is refused.
  BrowserSocket(std::string const& url, Browser const& browser);
  ~BrowserSocket();

  boost::json::value call(std::string const& method, boost::json::object params);
  /// Waits for the server's close, at most so long; its code, nothing if it did not come.
  std::optional<int> close_code_within(int milliseconds);

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace redress::e2e
