#include "api/service/commit.hpp"

#include <future>

namespace redress::api {

void commit(Store& store, Store::Unit unit) {
  std::promise<void> written;
  auto done = written.get_future();
  store.write(std::move(unit),
              [&](std::exception_ptr failure) { failure ? written.set_exception(failure) : written.set_value(); });
  done.get();
}

}  // namespace redress::api
