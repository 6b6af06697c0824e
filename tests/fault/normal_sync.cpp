// The planted defect of the power cut's control run: the store's `PRAGMA synchronous = FULL` becomes NORMAL, so that a
// commit is answered before it is on the disk. Preloaded into the real binary; the product has no such option.
#include <dlfcn.h>

#include <string>
#include <string_view>

// As SQLite's header declares them; they are never looked into.
struct sqlite3;
struct sqlite3_stmt;
extern "C" int sqlite3_exec(sqlite3*, char const*, int (*)(void*, int, char**, char**), void*, char**);
extern "C" int sqlite3_prepare_v2(sqlite3*, char const*, int, sqlite3_stmt**, char const**);

namespace {

template <class Function>
Function real(char const* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::string weakened(std::string_view sql) {
  std::string text(sql);
  constexpr std::string_view full = "synchronous = FULL";
  if (auto const at = text.find(full); at != std::string::npos) text.replace(at, full.size(), "synchronous = NORMAL");
  return text;
}

}  // namespace

extern "C" int sqlite3_exec(sqlite3* database, char const* sql, int (*each)(void*, int, char**, char**), void* argument,
                            char** message) {
  return real<decltype(&sqlite3_exec)>("sqlite3_exec")(database, weakened(sql).c_str(), each, argument, message);
}

// What is left of the text is told by a pointer into it, so only the pragma, which stands alone, is exchanged.
extern "C" int sqlite3_prepare_v2(sqlite3* database, char const* sql, int bytes, sqlite3_stmt** statement,
                                  char const** rest) {
  static auto const prepare = real<decltype(&sqlite3_prepare_v2)>("sqlite3_prepare_v2");
  std::string_view const text(sql, bytes < 0 ? std::char_traits<char>::length(sql) : static_cast<std::size_t>(bytes));
  if (text.find("synchronous = FULL") == std::string_view::npos || rest)
    return prepare(database, sql, bytes, statement, rest);
  return prepare(database, weakened(text).c_str(), -1, statement, nullptr);
}
