-- Who is taken when follows from orders' offers and promises: kept in memory, made anew at each start.
DROP TABLE dispatch_booking;
