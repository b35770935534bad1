! Fortran holds a matrix, which is column-major, and an array of a derived type; Rust looks at them and writes into them.
! Compiled and run by tests/tests/foreign.rs.
module record_foreign
  use, intrinsic :: iso_c_binding
  implicit none

  ! An array: record_core::interop::CView, and CViewMut, which is laid out the same.
  type, bind(C) :: record_view
    type(c_ptr) :: data
    type(c_ptr) :: shape
    type(c_ptr) :: strides
    integer(c_size_t) :: ndim
    integer(c_size_t) :: itemsize
  end type

  type, bind(C) :: station
    integer(c_int16_t) :: id
    real(c_double) :: height
    real(c_float) :: winds(2)
  end type

  interface
    integer(c_int) function record_matrix_rows(matrix, rows, columns, out, length) bind(C)
      import
      real(c_double), intent(in) :: matrix(*)
      integer(c_size_t), value :: rows, columns, length
      real(c_double) :: out(*)
    end function

    integer(c_int) function record_matrix_scale_row(matrix, rows, columns, row, factor) bind(C)
      import
      real(c_double) :: matrix(*)
      integer(c_size_t), value :: rows, columns, row
      real(c_double), value :: factor
    end function

    integer(c_int) function record_copy(view, dtype, field, out, length) bind(C)
      import
      type(record_view), intent(in) :: view
      character(kind=c_char), intent(in) :: dtype(*), field(*)
      real(c_double) :: out(*)
      integer(c_size_t), value :: length
    end function

    integer(c_int) function record_scale(view, dtype, field, factor) bind(C)
      import
      type(record_view) :: view
      character(kind=c_char), intent(in) :: dtype(*)
      type(c_ptr), value :: field
      real(c_double), value :: factor
    end function

    integer(c_int) function record_ndarray_sum(view, out) bind(C)
      import
      type(record_view), intent(in) :: view
      real(c_double) :: out
    end function
  end interface

contains

  subroutine check(what, truth)
    character(*), intent(in) :: what
    logical, intent(in) :: truth
    if (.not. truth) then
      print '(2a)', 'failed: ', what
      error stop 1
    end if
  end subroutine

end module

program matrix
  use record_foreign
  implicit none
  integer, parameter :: rows = 3, columns = 4
  real(c_double), target :: a(rows, columns)
  real(c_double) :: by_rows(rows * columns), heights(5), total
  integer(c_size_t), target :: shape(2)
  integer(c_intptr_t), target :: strides(2)
  type(station), target :: stations(5)
  type(record_view) :: view
  integer :: i, j

  do j = 1, columns
    do i = 1, rows
      a(i, j) = 10 * i + j
    end do
  end do
  call check('rows', record_matrix_rows(a, 3_c_size_t, 4_c_size_t, by_rows, 12_c_size_t) == 0)
  do i = 1, rows
    do j = 1, columns
      call check('element', by_rows((i - 1) * columns + j) == 10 * i + j)
    end do
  end do

  ! Rust writes the second row.
  call check('scale', record_matrix_scale_row(a, 3_c_size_t, 4_c_size_t, 1_c_size_t, 2d0) == 0)
  do j = 1, columns
    call check('rows beside', a(1, j) == 10 + j .and. a(3, j) == 30 + j)
    call check('second row', a(2, j) == 2 * (20 + j))
    a(2, j) = 20 + j
  end do
  call check('no such row', record_matrix_scale_row(a, 3_c_size_t, 4_c_size_t, 3_c_size_t, 2d0) == 4)

  ! A section, a(1:3:2, 4:1:-3): rows 1 and 3 of columns 4 and 1.
  shape = [2_c_size_t, 2_c_size_t]
  strides = [int(2 * 8, c_intptr_t), int(-3 * rows * 8, c_intptr_t)]
  view = record_view(c_loc(a(1, 4)), c_loc(shape), c_loc(strides), 2_c_size_t, 8_c_size_t)
  call check('section', record_scale(view, 'f8' // c_null_char, c_null_ptr, -1d0) == 0)
  call check('section written', all(a(1:3:2, 1:4:3) == reshape([-11d0, -31d0, -14d0, -34d0], [2, 2])))
  call check('nothing beside', all(a(:, 2:3) > 0) .and. all(a(2, :) > 0))
  call check('sum', record_ndarray_sum(view, total) == 0)
  call check('of the section', total == sum(a(1:3:2, 1:4:3)))

  ! An array of a derived type: 24 bytes with gaps, as C lays it out.
  do i = 1, 5
    stations(i) = station(int(i, c_int16_t), 100.5d0 * i, [real(i), -real(i)])
  end do
  shape(1) = 5
  strides(1) = 24
  view = record_view(c_loc(stations), c_loc(shape), c_loc(strides), 1_c_size_t, 24_c_size_t)
  call check('stations', record_copy(view, &
    "dtype([('id', 'i2'), ('height', 'f8'), ('winds', 'f4', (2,))], align=True)" // c_null_char, &
    'height' // c_null_char, heights, 5_c_size_t) == 0)
  do i = 1, 5
    call check('height', heights(i) == 100.5d0 * i)
  end do
  call check('no such field', record_copy(view, &
    "dtype([('id', 'i2'), ('height', 'f8'), ('winds', 'f4', (2,))], align=True)" // c_null_char, &
    'width' // c_null_char, heights, 5_c_size_t) == 4)
  print '(a)', 'Fortran: a matrix, a section of it and an array of a derived type agree'
end program
