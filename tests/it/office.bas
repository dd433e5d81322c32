Sub Run(path As String)
  Dim doc, ts, sfa, p, sheet, fh, i, line
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim st(0) As New com.sun.star.beans.PropertyValue
  Dim d(1) As New com.sun.star.beans.PropertyValue
  Dim f(2) As New com.sun.star.table.TableSortField
  On Error GoTo Failed
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  sfa = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  ts = createUnoService("com.sun.star.io.TextInputStream")
  ts.setInputStream(sfa.openFileRead(ConvertToURL(path)))
  ts.setEncoding("UTF-8")
  While Not ts.isEOF()
    line = ts.readLine()
    p = Split(line, Chr(9))
    If UBound(p) >= 1 Then
      Select Case p(0)
      Case "open"
        doc = StarDesktop.loadComponentFromURL(ConvertToURL(p(1)), "_blank", 0, hidden())
      Case "text"
        doc.Sheets.getByName(p(1)).getCellRangeByName(p(2)).setString(p(3))
      Case "formula"
        doc.Sheets.getByName(p(1)).getCellRangeByName(p(2)).setFormula(p(3))
      Case "number"
        doc.Sheets.getByName(p(1)).getCellRangeByName(p(2)).setValue(Val(p(3)))
      Case "unprotect"
        doc.Sheets.getByName(p(1)).unprotect(p(2))
      Case "insert"
        doc.Sheets.getByName(p(1)).Rows.insertByIndex(CLng(p(2)), CLng(p(3)))
      Case "delete"
        doc.Sheets.getByName(p(1)).Rows.removeByIndex(CLng(p(2)), CLng(p(3)))
      Case "sort"
        For i = 0 To 2
          f(i).Field = i
          f(i).IsAscending = True
        Next
        d(0).Name = "SortFields"
        d(0).Value = f()
        d(1).Name = "ContainsHeader"
        d(1).Value = False
        doc.Sheets.getByName(p(1)).getCellRangeByName(p(2)).sort(d())
      Case "get"
        doc.calculateAll()
        sheet = doc.Sheets.getByName(p(1))
        fh = FreeFile
        Open p(3) For Append As #fh
        Print #fh, sheet.getCellRangeByName(p(2)).getString()
        Close #fh
      Case "save"
        doc.calculateAll()
        st(0).Name = "FilterName"
        st(0).Value = p(2)
        doc.storeToURL(ConvertToURL(p(1)), st())
      Case "close"
        doc.close(True)
      End Select
    End If
  Wend
  ts.closeInput()
  StarDesktop.terminate()
  Exit Sub
Failed:
  fh = FreeFile
  Open path & ".failed" For Output As #fh
  Print #fh, line & ": " & Error()
  Close #fh
  StarDesktop.terminate()
End Sub
